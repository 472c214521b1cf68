/** Wordings of "write to me no more", as data. They are held against folded text (lower case, no accents). Pure. */

/** Per se, as the whole message (47 CFR 64.1200(a)(10)), with what carriers take in Spanish. */
export const perSe: ReadonlySet<string> = new Set([
  'stop', 'stopall', 'stop all', 'quit', 'end', 'revoke', 'opt out', 'optout', 'cancel', 'unsubscribe', 'remove', 'remove me', 'st0p', '5top', 'sotp', 'stpo', 'stp', 'stopp',
  'unsub', 'un sub', 'cease', 'desist', 'halt', 'discontinue',
  'alto', 'parar', 'paren', 'pare', 'ya paren', 'ya pare', 'baja', 'dar de baja', 'darme de baja', 'darse de baja', 'cancelar', 'detener', 'basta', 'ya basta', 'basta ya', 'eliminar', 'para ya', 'ya para', 'desuscribir', 'desuscribirme',
]);

/** Alone they may mean it or not. */
export const perSePerhaps: ReadonlySet<string> = new Set(['para', 'fin', 'salir', 'no mas', 'no more', 'enough', 'done', 'go away', 'leave', 'delete',
  'never again', 'get lost', 'fuck off', 'f off', 'piss off', 'fuck you', 'quit it', 'stop that', 'end it', 'cancel this', 'cancel it', 'cancel everything', 'no calls', 'ya no mas', 'buzz off', 'block', 'i said no', 'no stop', 'thats enough', "that's enough", 'text stop', 'txt stop', 'send stop',
]);

/** Said around a per-se word without changing it. */
export const polite = /\b(?:please|pls|plz|kindly|thanks?|thank you|thx|ty|now|asap|just|hi|hello|hey|sorry|ok|okay|immediately|already|por favor|porfa|gracias|hola|ya|ahora|disculpe|the texts?|the messages?|sir|maam|ma'am)\b/g;

const DONT = "(?:do\\s*n[o']?t|don'?t|dnt)";
const CONTACTING = '(?:contacting|texting|txting|e-?mailing|calling|messaging|msging|writing|bothering|harassing|spamming|sending|pestering|soliciting|reaching out|bugging|mailing|pinging|blowing up|hitting me up|dm\'?ing)';
const CONTACT = '(?:contact|text|txt|e-?mail|mail|call|message|msg|write|bother|harass|spam|pester|solicit|bug|dm|reach out to|send)';
const SENT = '(?:texts?|txts?|e-?mails?|messages?|msgs?|calls?|spam|mail|mails|mailings?|newsletters?|alerts?|notifications?|updates?|listings?|marketing|ads?|contact|communications?|stuff|these|this|anything|them|it|those)';
const LISTS = '(?:lists?|mailing lists?|databases?|system|crm|contacts?|e-?mails?|texts?|mailings?|records|campaigns?|distribution|newsletters?|subscriptions?|text list|this|here|everything|phone)';

/** How far a benign wording reaches: what follows a comma or a "but" is read for itself; after one thing that is not us, what follows an "and" too. */
const REACH = '(?:(?!,|\\bbut\\b|\\bpero\\b).)*';
const REACH_OF_ONE = '(?:(?!,|\\bbut\\b|\\band\\b).)*';
/** Services that are not ours. */
const ELSEWHERE = '(?:zillow|redfin|trulia|realtor|opendoor|netflix|facebook|(?:the |my |our |el |la |mi )?(?:bank|lender|gym|gimnasio|luz|agua|gas|internet|seguro|banco))\\b';

/** Erased before anything else is looked for: they contain the words and do not mean it. */
export const benign: readonly RegExp[] = [
  // A footer of ours or of somebody else's, quoted without marks.
  /\b(?:reply|text|respond|send|answer|responda|responde|envie|envia|escriba|conteste)\b\s+(?:with\s+|con\s+|la palabra\s+)?["'*]?(?:stop|baja|unsubscribe|alto|end|quit|cancel)["'*]?\s+(?:to|para|2|at any time|if you|si)\b.*/,
  /(?:^|[.:;(])\s*to\s+(?:opt[ -]?out|unsubscribe|stop|end|cancel)\b[^.!?]{0,60}\b(?:reply|text|respond|send|answer)\s+(?:with\s+)?["'*]?(?:stop|unsubscribe|end|quit|cancel)\b.*/,
  /\b(?:you can|you may|click here to|(?<!\b(?:want|like|wish|need|tr(?:y|ied|ying)|how|ask(?:ed|ing)?|able|have)\s+)to)\s+(?:unsubscribe|opt out|stop receiving)[^.!?]{0,60}(?:at any time|click|here|visit|link|footer|below)\b.*/,
  /^\W*unsubscribe\s*[|·-].*|.*[|·]\s*unsubscribe\W*$/,
  // "Don't stop sending": but "you don't stop texting me" and "if you don't stop" are the opposite.
  new RegExp(`(?<!\\b(?:you|u|guys|people|they|y'?all)\\s+(?:just\\s+|guys\\s+|people\\s+)?)\\b(?:${DONT}|never|no need to|not|please never|can'?t|cannot|couldn'?t|won'?t|wouldn'?t|didn'?t|doesn'?t)\\s+(?:ever\\s+|you ever\\s+|want you to\\s+|have to\\s+|let (?:them|him|her|anyone)\\s+)?(?:stop|quit|cease)\\b${REACH}`),
  new RegExp(`\\b(?:hope|wish|glad|happy|love that|so)\\s+(?:that\\s+)?you\\s+(?:${DONT}|never|won'?t)\\s+(?:ever\\s+)?stop\\b${REACH}`),
  new RegExp(`(?<!\\b(?:can|could|i)\\s+)\\b(?:${DONT}|never|not|please never)\\s+(?:ever\\s+|want to\\s+|wish to\\s+|want you to\\s+)?(?:unsubscribe|remove me|take me off|opt out|cancel my|drop me|delete my|take my)\\b${REACH}`),
  /\bno\s+(?:deje|dejes|dejen|pare|pares|paren)\s+de\b.*/,
  /\bno\s+(?:quiero|deseo)\s+(?:que\s+)?(?:darme|me den|me quiten?|me borren?|dejen?|paren?)\b.*/,
  /\b(?:saqueme|sacame|saquenme)\s+de\s+(?:dudas?|apuros?|un apuro)\b/,
  /^\W*(?:stop|end|quit|unsubscribe|cancel)\s*(?:to|para|2|=)\s*(?:opt|unsubscribe|end|cancel|stop|quit|salir|terminar)\b.*/,
  // Opting out of something that is not us.
  new RegExp(`\\b(?:opt(?:ing|ed)?|opt me)[ -]out\\s+of\\s+(?:the|a|an|our|my)\\s+(?!(?:texts?|e-?mails?|messages?|mailing|list|newsletter|updates?|alerts?|communications?)\\b)${REACH_OF_ONE}`),
  new RegExp(`\\b(?:remove|take|leave|drop)\\s+(?:me|us|my name|my number|my info)\\s+(?:off|from|out of)\\s+(?:the|our|my|that|this)\\s+(?:\\w+\\s+){0,2}(?:offer|contract|title|deed|lease|mortgage|loan|showing|appointment|tour|waitlist|escrow|agreement|application|group chat)\\b${REACH_OF_ONE}`),
];

/** Said of one thing, one time or one way only: a person decides what is meant. */
export const narrowing = /^\W*(?:(?:in|over|under|above|below|with|without|that|which)\s|while|until|till|before|after|during|unless|except|at (?:work|night|\d|noon|home|the office|my)|on (?:my|the|week|sun|mon|tues|wed|thur|fri|sat)|between|if\b|when\b|instead|but\b|about|regarding|for (?:the next|a (?:while|few|week|month)|now|this|that)|so (?:early|late|often|much|many)|in the (?:morning|evening|middle)|too|every|this (?:week|month|early|late)|right now|today|tonight|tomorrow|yet|the\b|that\b|those\b|any (?:sooner|earlier|later)|here|back\b(?! again)|i'?ll|i will|text|call|e-?mail|just|rather|\d|anything (?:over|under|above|below|in|with|without)|(?:listings?|houses?|homes?|condos?|places?|apartments?|stuff|texts?|messages?|emails?|updates?|ones?)\s+(?:in|over|under|above|below|with|without|about|before|after|at|that|so|until)\b|antes|despues|hasta|durante|mientras|salvo|excepto|si\b|a menos|en la (?:manana|noche|tarde)|por (?:la|las|ahora|hoy)|(?:from|with|on) (?:zillow|redfin|trulia|realtor|opendoor|my|other|another)\b|a (?:las|mi trabajo|esta hora)|al trabajo|los\s|las\s|el\s|la\s|hoy|manana|ahorita|tan\b|tanto|todavia|aun\b|cuando|sobre|yo\s)/;

export interface Wording {
  readonly pattern: RegExp;
  readonly verdict: 'yes' | 'maybe';
  /** What follows the match may narrow it down; then it is only `maybe`. */
  readonly narrowable?: true;
}

const yes = (source: string): Wording => ({ pattern: new RegExp(source), verdict: 'yes' });
const open = (source: string): Wording => ({ pattern: new RegExp(source), verdict: 'yes', narrowable: true });
const maybe = (source: string): Wording => ({ pattern: new RegExp(source), verdict: 'maybe' });

export const wordings: readonly Wording[] = [
  yes(`\\b(?:take|remove|delete|drop|get|strike|scratch|pull)\\s+(?:me|us|this number|my (?:\\w+\\s+)?(?:name|number|e-?mail|address|info|information|contact|phone|cell)(?: address| number| info)?)\\s+(?:off|from|out of|of)\\s+(?:of\\s+)?(?:(?:your|the|this|that|any|all|ur|these|whatever|future|further)\\s+)*(?:\\w+\\s+){0,2}?${LISTS}\\b`),
  open('\\b(?:please|pls|plz|kindly)?\\s*(?:remove|delete)\\s+(?:me|us)\\s*(?:please|pls|now|asap|immediately|thanks?|thank you)?\\W*$'),
  yes('\\b(?:delete|remove|erase|lose|forget|block)\\s+(?:my|this)\\s+(?:phone\\s+|cell\\s+|contact\\s+|personal\\s+|e-?mail\\s+)?(?:number|data|info|information|details|contact|e-?mail|address|account)\\b(?!\\s+(?:(?:from|off|on|in)\\s+(?:the|our|my)|one|two|\\d)\\b)'),
  open(`\\b(?:please\\s+|just\\s+)?(?:stop|quit|cease)\\s+(?:all\\s+|with\\s+(?:all\\s+)?(?:the|these|your)\\s+|the\\s+|your\\s+|any\\s+|these\\s+|this\\s+)(?:more\\s+|further\\s+|future\\s+)?(?:texts?|txts?|e-?mails?|messages?|msgs?|calls?|spam|mailings?|newsletters?|alerts?|notifications?|contact|communications?|correspondence|harassment|texting|calling|messaging|emailing)\\b`),
  open(`(?<!\\b(?:them|him|her|my \\w+|i|we|he|she|zillow|bank|lender|tenant|landlord|agent|guy|guys|seller|company|neighbou?r)\\s+(?:to\\s+|will\\s+)?)\\b(?:stop|quit|cease)\\s+${CONTACTING}(?:\\s+(?:me|us|this (?:number|address|phone)|here|my (?:phone|number|cell|e-?mail|inbox)))?(?:\\s+(?:all\\s+|any\\s*(?:more\\s+)?|more\\s+|your\\s+|so many\\s+|the\\s+)?${SENT}\\b)?(?!\\s+(?:me\\s+)?(?:\\d|houses|homes|condos|places|apartments|lofts|townhomes|townhouses|properties|one|two|three|four|my))`),
  open(`\\b(?:${DONT}|never|no longer)\\s+(?:ever\\s+|you ever\\s+|you\\s+|keep\\s+)?(?:${CONTACT}|${CONTACTING})\\s+(?:me|us|this (?:number|address|phone))(?:\\s+(?:any\\s*(?:more\\s+)?|more\\s+|your\\s+)?(?:texts?|e-?mails?|messages?|listings?|anything|stuff|spam|updates?))?(?:\\s+(?:again|any\\s*more|ever(?: again)?|further|at all|please|thanks?))*`),
  open(`\\bno\\s+(?:more|further|additional)\\s+(?:of\\s+(?:these|your)\\s+)?(?:texts?|txts?|e-?mails?|messages?|msgs?|calls?|spam|mailings?|newsletters?|contact|communications?|texting|calling|marketing)\\b(?!\\s+(?:from|since|came|arrived)\\b)`),
  open(`\\b(?:${DONT}|no longer|never)\\s+(?:want|wish|care|need|like|consent|agree)\\s+(?:to\\s+)?(?:(?:receive|get|be getting|be receiving|see|read)\\s+)?(?:any\\s*(?:more\\s+|further\\s+)?|more\\s+|your\\s+|ur\\s+|these\\s+|all these\\s+|the\\s+)*(?:of these\\s+|of your\\s+)?(?:texts?|txts?|e-?mails?|messages?|msgs?|calls?|spam|mailings?|newsletters?|communications?|marketing)\\b`),
  yes(`\\b(?:${DONT}|no longer|never)\\s+(?:want|wish|care)\\s+(?:you\\s+)?to\\s+(?:hear from you|be (?:contacted|texted|called|emailed|messaged|on (?:your|this|the) (?:\\w+ )?list)|contact me|text me|call me|e-?mail me|message me|receive (?:these|this|them|anything))`),
  yes(`\\bunsubscribe\\s+(?:(?:me|us|my|this)\\b(?!\\s+from\\s+${ELSEWHERE})|from (?:this|your|these|all|everything|the (?:list|mailing|newsletter|emails?|texts?))\\b)`),
  yes('(?:^|[,:]|\\b(?:please|pls|plz|kindly|want to|wanna|wish to|like to|need to|how (?:do|can|to) (?:i|we)?|trying to|let me|can you|could you|can i|just))\\s*unsubscribe\\s*(?:please|pls|now|asap|thanks?|thank you|me|here)?\\W*$'),
  yes("\\b(?:i(?:'?d| would| want| wish|'?m)?|we|please|pls|like to|want to|wish to|can i|how do i|let me|to)\\s+(?:\\w+\\s+){0,2}?opt(?:ing)?[ -]?(?:me\\s+)?out\\b"),
  yes('\\bopt[ -]?(?:me|us)[ -]out\\b|\\bopt[ -]?out\\s+(?:please|pls|thanks?|now|of (?:all|these|your|further|future|any|texts?|e-?mails?|messages?))'),
  yes('\\bcancel\\s+(?:my|the|this|all|these|your|our)\\s+(?:(?:e-?mail|text|sms|listing|property|home|newsletter|alert|mailing|daily|weekly|monthly)\\s+)?(?:subscription|alerts?|e-?mails?|texts?|messages?|newsletters?|notifications?|mailings?)\\b'),
  yes('\\b(?:revoke|revoking|withdraw|withdrawing)\\s+(?:my\\s+|all\\s+|any\\s+)*(?:consent|permission|authori[sz]ation)\\b'),
  yes('\\bcease and desist\\b|\\b(?:end|cease|stop|terminate)\\s+all\\s+(?:further\\s+|future\\s+)?(?:communications?|contact|correspondence|messages?|solicitations?)'),
  yes('\\b(?:put|add|place)\\s+(?:me|us|my (?:number|name|e-?mail)|this number)\\s+(?:on|to|in)\\s+(?:your|the|a)\\s+(?:internal\\s+)?(?:do not (?:call|contact|text|e-?mail)|dnc|suppression|opt[ -]?out|blocked?)\\b'),
  open('\\bleave\\s+(?:me|us)\\s+(?:(?:the (?:hell|f\\w*)|tf) )?alone\\b'),
  yes('\\bmake\\s+(?:these|the|this|your|it)\\s+(?:\\w+\\s+)?stop\\b|\\bstop\\s+(?:this|it)\\s+(?:right )?now\\b'),
  yes('\\bhow\\s+(?:do|can|to)\\s+(?:i\\s+|we\\s+)?(?:stop|get off|turn off|end|block)\\s+(?:getting\\s+|receiving\\s+)?(?:of\\s+)?(?:these|this|your|the|all)\\b'),
  yes('^(?:please|pls|plz)\\s*,?\\s*stop\\W*$|^(?:just\\s+)?stop\\s*,?\\s*(?:please|pls|plz)\\W*$'),
  yes('\\b(?:discontinue|terminate)\\s+(?:all\\s+)?(?:these|the|your|any|further|my)?\\s*(?:e-?mails?|texts?|messages?|calls?|communications?|contact|mailings?)\\b|\\bstop\\s+w(?:/|ith)?\\s+(?:all\\s+)?(?:the|these|your)\\s+(?:texts?|e-?mails?|messages?|calls?)\\b'),
  yes("\\b(?:i|we)\\s+(?:said|told you(?: guys)? to|asked you(?: guys)? to|am asking you to|already said|need you to|want you to)\\s+['\"]?stop\\W*$|\\b(?:i\\s+)?(?:want|need)\\s+(?:to be |to get )?off\\s+(?:of\\s+)?(?:this|your|the)\\s+(?:\\w+\\s+)?(?:list|emails?|texts?)\\b|\\btake (?:me|us) off\\W*$"),
  open('\\bno need to\\s+(?:keep\\s+)?(?:contact|text|txt|e-?mail|call|message|write|contacting|texting|emailing|calling|messaging|writing)(?: to)?\\s+(?:me|us)(?:\\s+(?:again|any\\s*more))*'),
  open('\\bstop\\s+(?:receiving|getting)\\s+(?:any\\s+|all\\s+|more\\s+|so many\\s+|these\\s+|your\\s+|ur\\s+|the\\s+|of\\s+)*(?:texts?|txts?|e-?mails?|messages?|msgs?|calls?|spam|newsletters?|alerts?|notifications?)\\b'),
  yes('^\\W*no\\s+(?:texts?|e-?mails?|messages?|msgs?|contact|spam)\\s*,?\\s*(?:please|pls|plz)\\W*$'),
  // Español
  open('\\b(?:favor de\\s+)?no\\s+(?:contactar|escribir|llamar|molestar|texte?ar|enviar|mandar)(?:me|nos)(?:\\s+(?:mas|nada|nunca|de nuevo|otra vez|mensajes|correos))*'),
  open('\\bno\\s+(?:me|nos)\\s+(?:vuelva[ns]?\\s+a\\s+(?:escribir|llamar|contactar|mandar|enviar|molestar|texte?ar)|escriba[sn]?|contacte[sn]?|llame[sn]?|mande[sn]?|envie[sn]?|moleste[sn]?|busque[sn]?|texteen?|hable[sn]?|marque[sn]?)\\b(?:\\s+(?:mas|nada|nunca|jamas|de nuevo|otra vez|por favor)\\b)*(?:\\s+(?:mensajes?|textos?|correos?|e-?mails?|publicidad|propaganda|informacion|info|cosas|nada|promociones))?(?!\\s+(?:mas\\s+)?(?:casas|departamentos|apartamentos|condos|opciones|propiedades|de\\s))'),
  open('\\b(?:ya\\s+)?no\\s+(?:quiero|queremos|deseo|deseamos)\\s+(?:seguir\\s+)?(?:recibir\\s+|recibiendo\\s+|saber\\s+)?(?:mas\\s+|sus\\s+|tus\\s+|estos\\s+|ningun\\s+)*(?:mensajes?|textos?|correos?|e-?mails?|llamadas?|publicidad|propaganda|promociones|informacion|nada (?:mas )?de (?:ustedes|ti|usted)|de ustedes)\\b'),
  open('\\b(?:ya\\s+)?no\\s+(?:quiero|queremos|deseo)\\s+(?:que\\s+(?:me|nos)\\s+(?:sigan?\\s+)?(?:contacten?|llamen?|escriban?|manden?|envien?|molesten?|hablen?|marquen?|texteen?|escribiendo|llamando|mandando|molestando)|ser\\s+contactad[oa]|recibir nada)'),
  open('\\b(?:dejen?|dejes|deja|paren?|para)\\s+(?:ya\\s+)?de\\s+(?:escribir(?:me|nos)?|llamar(?:me|nos)?|molestar(?:me|nos)?|mandar(?:me|nos)?|enviar(?:me|nos)?|contactar(?:me|nos)?|texte?ar(?:me)?|acosar(?:me)?|spamear(?:me)?)(?:\\s+(?:mensajes?|textos?|correos?|e-?mails?|publicidad|cosas|propaganda))?'),
  yes('\\b(?:quiten?me|quitame|borren?me|borrame|borreme|eliminen?me|eliminame|saquen?me|sacame|remuevan?me|retiren?me)\\s+(?:ya\\s+|por favor\\s+)?(?:de\\s+)?(?:la|su|sus|tu|esta|esa|este|todas?|las)?\\s*(?:lista|listas|base|grupo|registro|contactos|correos?|mensajes?|sistema)\\b'),
  yes('^(?:por favor,?\\s*)?(?:quiten?me|quitame|borren?me|borrame|eliminen?me|eliminame|remuevan?me)\\W*(?:por favor|gracias)?\\W*$'),
  yes(`\\b(?:den?me|dame|denos|quiero darme|deseo darme|dar(?:me|nos)|quisiera darme|favor de darme)\\s+de\\s+baja\\b(?!\\s+(?:de\\s+|del\\s+)?${ELSEWHERE})|\\bme\\s+(?:(?:\\w+\\s+)?dar|dan?|den?|des)\\s+de\\s+baja\\b(?!\\s+(?:de\\s+|del\\s+)?${ELSEWHERE})|\\bdar de baja\\s+(?:mi|este|de (?:la|su|esta))\\s*(?:numero|correo|cuenta|lista|suscripcion)?`),
  open('\\bno\\s+vuelva[ns]?\\s+a\\s+(?:escribir|llamar|contactar|mandar|enviar|molestar|texte?ar|marcar)(?:me|nos)\\b(?:\\s+(?:mas|nunca|por favor|mensajes?))*'),
  yes('\\bme\\s+(?:quiten?|borren?|saquen?|eliminen?)\\s+de\\s+(?:la|su|sus|esta|tu)\\s+(?:lista|listas|base)\\b'),
  yes('\\b(?:borr(?:en?|a|ar)|elimin(?:en?|a|ar)|quit(?:en?|a|ar))\\s+(?:mi|mis|este)\\s+(?:numero|datos|correo|telefono|informacion|contacto|nombre)\\b'),
  yes('\\b(?:cancelar?|cancelen|cancele)\\s+(?:mi|la|esta)\\s+(?:suscripcion|subscripcion)\\b|\\b(?:revoco|retiro)\\s+mi\\s+(?:consentimiento|autorizacion|permiso)\\b'),
  open('\\bdeje(?:n|me)?(?:nme|nos)?\\s+en\\s+paz\\b|\\b(?:dejenme|dejeme|dejame|dejennos)\\s+(?:en\\s+paz|tranquil[oa]s?)\\b'),
  yes('\\bno\\s+mas\\s+(?:mensajes?|textos?|correos?|e-?mails?|llamadas?|publicidad|propaganda|spam)\\b|\\b(?:no autorizo|no doy permiso)\\b.{0,40}\\b(?:contact|mensaj|datos|llam|numero)'),
  // Not clear: hold and ask.
  maybe('\\bunsubscrib|\\bopt(?:ed|ing)?[ -]?out\\b|\\bdo[ -]not[ -](?:call|contact|text|e-?mail)\\b|\\bdnc\\b'),
  maybe(`\\b(?:${DONT}|never)\\s+(?:you\\s+)?${CONTACT}\\s+(?:me|us|him|her|my (?:husband|wife|partner|mom|mother|dad|father|parents|son|daughter|tenants?|kids|work|office|job))\\b(?!\\s+(?:the|a|an|that|on that|wrong)\\b)`),
  maybe(`\\b(?:you|u|guys|they|y'?all)\\s+(?:just\\s+|guys\\s+|people\\s+)?(?:${DONT}|never|won'?t|can'?t)\\s+stop\\b|\\b(?:stop|quit|cease)\\s+${CONTACTING}\\b|\\bno me (?:mande|envie)[sn]?\\s+mas\\b`),
  maybe('\\b(?:wrong|incorrect)\\s+(?:number|person|e-?mail|guy|lady)\\b|\\bnumero\\s+equivocado\\b|\\bpersona\\s+equivocada\\b|\\bse equivoco de\\s+(?:numero|persona)'),
  maybe('\\b(?:stop it\\b|did(?: not|n\'?t) (?:sign up for|ask for|agree to|consent to|opt in to) (?:this|these|any of)|never (?:signed up|asked for (?:this|these)|opted in|agreed to this|consented))|\\b(?:this|that|it|these|your?)\\b.{0,20}\\b(?:is|are)\\s+(?:just\\s+)?(?:spam|harassment|harassing|junk)\\b|\\bspammer|\\byou(?:\'ve| have) been (?:reported|blocked)\\b|\\breport(?:ed|ing)?\\s+(?:you|this|as spam)\\b|\\bspam de\\b|\\bes spam\\b|\\bacoso\\b'),
  maybe('\\bhow (?:did )?you (?:get|got) (?:my|this) (?:number|e-?mail|info|name|contact)|\\bwho gave you my\\b|\\b(?:como consigui(?:o|eron)|de donde sac(?:o|aron)|quien (?:le|les|te) dio) mi (?:numero|correo)'),
  maybe('\\b(?:please|pls|plz)\\s+stop\\W*$|\\b(?:this|that|it|these|the (?:texts|e-?mails|messages|calls))\\s+(?:has|have|needs?|must|got)\\s+(?:to\\s+)?(?:stop|end)\\W*$'),
  maybe('^\\W*(?:(?:please|pls|just|can you|could you|no|thanks)\\W+)*(?:stop|pause|hold off|cease)\\s+(?:for (?:now|today|a (?:while|bit|few|month|week)|the (?:time being|moment))|until|till)\\b'),
  maybe('^\\W*(?:hi|hello|hey|dear|hola)\\s+(?!(?:dont|never|cant|wont|not|bus|non)\\b)\\w+\\s+stop\\W*$'),
  maybe(`\\bwhy\\s+(?:are|r|do)\\s+(?:you|u|they)\\s+(?:guys\\s+|people\\s+|still\\s+|all\\s+)*(?:keep\\s+)?(?!sending|writing)${CONTACTING}\\s+(?:me|us)\\b|\\bpor que me (?:escriben?|llaman?|mandan?|contactan?|molestan?)\\b`),
  maybe(`\\b(?:${DONT}|never)\\s+(?:e-?mail|text|txt|call|contact|message|bother|write)(?=\\W*(?:$|,|;|\\b(?:but|again|any ?more)\\b))`),
  maybe(`\\b(?:${DONT}|never)\\s+send\\s+(?:me\\s+|us\\s+)?(?:any\\s+|more\\s+|further\\s+|these\\s+|other\\s+)*(?:anything|texts?|txts?|e-?mails?|messages?|msgs?|listings?|stuff|things|spam)\\b`),
  maybe('\\b(?:done|fed up|sick|tired)\\s+(?:with|of)\\s+(?:all\\s+)?(?:(?:these|your|the|this)\\s+(?:texts?|e-?mails?|messages?|calls?|spam)|you\\b)|\\bnothing (?:more )?to do with (?:you|your|this)\\b|\\bharass(?:ing|es|ed)? (?:me|us)\\b|\\bharassment\\b|\\btcpa\\b'),
  maybe('\\bcancel\\s+(?:my|the|this|our)\\s+\\w+\\s+(?:subscription|e-?mails?|texts?|newsletters?)\\b|\\b(?:dar|den|dame|darse|darnos)(?:me)?\\s+de\\s+baja\\b(?!\\s+(?:la|el|los)\\b)|\\btake (?:me|us) out\\W*$|\\bget (?:me|us) out of (?:this|here)\\b'),
  maybe(`\\b(?:${DONT}|did not|didn'?t|never)\\s+(?:give\\s+)?(?:you\\s+)?(?:my\\s+)?consent\\b|^\\W*(?:go away|get lost|(?:fuck|f|piss) off|fuck you)\\b`),
  maybe('\\b(?:knock it off|cut it out|give it a rest|take a hint|enough is enough|make (?:them|it|this) stop|(?:omg|lol|haha+)\\W+stop\\W*$|say stop\\W*$|^(?:please )?no (?:solicit\\w*|follow[ -]?ups?)\\b|(?:not|n\'?t) follow up\\b|no longer at this (?:number|address|e-?mail)|this (?:number|phone|e-?mail|address) belongs to)'),
  maybe('\\b(?:rather|prefer) (?:not|you (?:not|didn\'?t))(?: to)? (?:be contacted|contact|receive|get|hear|text|call|e-?mail)|\\b(?:can|could|would) (?:you|u) (?:please )?not (?:text|call|e-?mail|message|contact|write)\\b|\\b(?:take|remove) (?:him|her|them|my (?:\\w+)) (?:off|from) (?:the|your|this|any) (?:\\w+ )?lists?\\b(?! of\\b)'),
  maybe('^\\W*(?:(?:please|pls|just|ok|no|hey|hi|yo)\\W+)*stop\\s+(?!(?:by|at|in|into|over|off|for|on|near|here|there|and|or|to|if|me if|sign|signs|light|lights|valve|loss|order|when|where|then|worrying|thinking|looking|is|was|the car|the clock|along|along the)\\b)\\w'),
  maybe('\\bwhy (?:am|are) (?:i|we) (?:getting|receiving) (?:these|this|your|so many)\\b|\\bno (?:interest|desire) in (?:hearing|receiving|being)\\b|\\bnot want to be (?:part of|on) (?:this|your)\\b|\\bget off my phone\\b|\\bkeep (?:me|us) off (?:of )?(?:your|the|this)\\b|\\bremove (?:this |my )?\\(?\\+?\\d[\\d ().-]{6,}'),
  maybe('\\b(?:too|so) many (?:texts?|txts?|e-?mails?|messages?|msgs?|calls)\\b|\\byou (?:text|e-?mail|call|message) (?:me |us )?too (?:much|often)\\b|\\bslow down with\\b|\\b(?:no|any) more (?:listings|houses|homes|updates)\\s*(?:please|pls|thanks|thank you)?\\W*$|\\b(?:asked|told) (?:you|u) not to\\b|^\\W*lay off\\W*$'),
  maybe('^\\W*(?:no|sin|demasiad[oa]s|tant[oa]s)\\s+(?:mas\\s+)?(?:mensajes|textos|correos|llamadas)(?:\\s+por favor)?\\W*$'),
  maybe('\\b(?:do|should|can) (?:i|we) (?:just )?(?:reply|text|send|say|write) (?:with )?["\']?stop\\b'),
  maybe('\\bdejen?se de (?:molestar|mandar|escribir|llamar)|\\bya (?:dejen?me|dejame)\\b|\\bolviden?(?:se de)? mi (?:numero|telefono)\\b|\\bcancel(?:en?|ar) todo\\b'),
  maybe('\\b(?:enough already|no insistan?|ya no insistan?|leave (?:me|us) be|lose interest in me|block(?:ed|ing)? (?:you|this number))\\b'),
];
