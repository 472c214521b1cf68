import { placesOf, type Draft, type Warning } from './warning.ts';

/**
 * Wording that may say who is wanted as a neighbour instead of what is offered. What counts: 42 U.S.C. 3604(c) and 24 CFR 100.75 (race, color,
 * religion, sex, disability, familial status, national origin); how words are read: the HUD memorandum on advertisements of 9 January 1995, which
 * lets pass what describes the property ("master bedroom", "walk-in closet", "family room"). English and Spanish. Pure.
 */

interface Wording {
  readonly ground: string;
  readonly pattern: RegExp;
}

const wordings: readonly Wording[] = [
  { ground: 'familial status', pattern: /\b(?:no (?:kids|children|teens)|adults? only|adult (?:community|building|living)|childless|child[- ]free|(?:perfect|ideal|great) for (?:a |an )?(?:young |growing |retired )?(?:couples?|famil(?:y|ies)|singles?|bachelors?|empty[- ]nesters?|retirees|students?)|mature (?:person|persons|couple|individuals?)|no more than \w+ child(?:ren)?)\b/giu },
  { ground: 'familial status', pattern: /\b(?:sin niños|no (?:se aceptan )?niños|solo adultos|sólo adultos|(?:ideal|perfect[ao]) para (?:una |un )?(?:parejas?|familias?(?: jóvenes)?|solter[oa]s?|jubilados|estudiantes))(?!\p{L})/giu },
  { ground: 'religion', pattern: /\b(?:(?:christian|jewish|muslim|catholic|mormon|hindu)\s+(?:home|family|families|neighbou?rhood|community|building|people|tenants?)|(?:near|close to|walk(?:ing distance)? to) (?:a |the )?(?:church|synagogue|mosque|temple)|no (?:muslims|jews|christians|catholics))\b/giu },
  { ground: 'race, color or national origin', pattern: /\b(?:(?:white|black|caucasian|african[- ]american|hispanic|latino|asian|indian|mexican|chinese)\s+(?:neighbou?rhood|area|community|family|families|people|buyers?|tenants?|only)|(?:integrated|segregated|ethnic) (?:neighbou?rhood|area|community)|english[- ](?:only|speaking)(?: only)?|(?:must|should) speak english|no (?:foreigners|immigrants)|american citizens? only|(?:barrio|zona|vecindario) (?:blanc[oa]|negr[oa]|hispan[oa]|latin[oa]))(?!\p{L})/giu },
  { ground: 'sex', pattern: /\b(?:(?:females?|males?|women|men|ladies|gentlemen) (?:only|preferred)|(?:prefer|looking for) (?:a )?(?:female|male|woman|man|lady|gentleman)(?: tenant| renter| roommate)?|solo (?:mujeres|hombres))\b/giu },
  { ground: 'disability', pattern: /\b(?:able[- ]bodied|no (?:wheelchairs?|handicapped|disabled)|not (?:suitable|suited) for (?:the )?(?:handicapped|disabled|wheelchairs?)|(?:healthy|physically fit) (?:only|person|persons|tenant|tenants|individuals?)|mentally (?:ill|healthy)|must be able to (?:climb|walk)|no (?:service|support) animals)\b/giu },
  { ground: 'steering', pattern: /\b(?:(?:safe|good|right|wrong|nice|exclusive|desirable|crime[- ]free|low[- ]crime|high[- ]crime|rough|bad) (?:neighbou?rhood|area|part of town)|people like (?:you|us|them)|your (?:kind|own kind)|fit in (?:well )?(?:here|there|with)|(?:barrio|vecindario|zona) (?:segur[oa]|peligros[oa]|exclusiv[oa]|buen[oa]|mal[oa]))\b/giu },
  { ground: 'source of income, protected in many states', pattern: /\bno (?:section 8|vouchers?|housing assistance|subsid(?:y|ies))\b/giu },
];

/** What in a draft may be read as a preference among people. */
export function fairHousingWarnings(draft: Draft): Warning[] {
  return wordings.flatMap(({ ground, pattern }) => placesOf(draft, pattern).map((place) => ({ ...place, kind: 'fair_housing' as const, why: `It may be read as a preference (${ground}). Say what the property offers, not whom it suits.` })));
}
