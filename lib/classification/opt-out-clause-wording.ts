/** What one clause says about being written to, as data: each pattern meets the whole clause, folded to bare words and without courtesy at its ends. Pure. */

/** Said before or after without changing anything. */
export const courtesy =
  "(?:please|pls|plz|pleas|kindly|(?:many )?thanks(?: (?:so much|a lot|again))?|thank (?:you|u)(?: (?:so|very) much)?|thx|tks|ty|cheers|(?:best|kind) regards|regards|now|right now|right away|immediately|at once|asap|forever|for good|just|hi|hello|hey|dear|(?:good )?(?:morning|afternoon|evening)|sorry|ok|okay|yes|yeah|yep|already|but|and|so|then|well|guys|folks|sir|maam|ma'am|everyone|team|ugh|dude|bro|man|seriously|por favor|porfa|(?:muchas )?gracias|hola|buen[oa]s (?:dias|tardes|noches)|buenas|ya|ahora|disculpen?|perdon|saludos|y|pero|bitte|danke|merci|svp|stp merci|s'il (?:vous|te) plait|obrigad[oa])";

/** Words that alone in a clause could be about a house or a visit: they count only in the company of refusals and courtesy. */
export const weakWords = /^(?:end|quit|cease|halt|discontinue|revoke|remove|baja|alto|parar|eliminar|detener|opt out)$/;

const MESSAGES = '(?:texts|txts|text messages|messages|msgs|e ?mails|mails|mailings|calls|phone calls|spam|contact|alerts|notifications|newsletters?|communications?|subscriptions?|texting|calling|messaging|e ?mailing)';
const DONT = "(?:do not|don't|dont|do n't|dnt|never|no longer)";
const WHOSE = '(?: (?:all|of|the|these|those|this|your|ur|my|our|any|more|further|future|so many))*';
const MYSELF = '(?:me|us|my (?:\\w+ )?(?:name|number|e ?mail|info|address|phone)|(?:this|the) number|number|name)';
const AGAIN = '(?: (?:again|any ?more|ever|ever again|at all|further|here|to (?:me|us)|me|us|this (?:number|phone|address)))*';

/** A clause that says it outright. */
export const outright: readonly RegExp[] = [
  /^stop (?:text|txt|call|e ?mail|message|msg|send|contact|msgs?)(?:ing)?(?: (?:me|us|this|these|to me))*$/,
  new RegExp(`^(?:stop|quit|end|cease|cancel|discontinue|terminate|halt)(?: with)?${WHOSE} ${MESSAGES}(?: (?:and|or) ${MESSAGES})*$`),
  /^(?:stop|quit|end|cease)(?: with)?(?: all)? (?:this|these|everything)(?: (?:spam|nonsense|crap|shit))?$/,
  /^(?:(?:can|could|would|will) (?:you|u|ya|y'?all)(?: (?:guys|all|people|please|pls|just|kindly))*|(?:you|u) (?:need to|have to|must|should|gotta)) (?:stop|quit|cease)(?: (?:texting|calling|emailing|messaging|contacting|writing|bothering|sending)(?: (?:me|us|this|these))*)?$/,
  /^(?:i|we|im|ive)(?:'m|'ve|'d| am| have| had| would| are)?(?: (?:already|just|really|like|kindly))* (?:ask|asked|asking|tell|told|telling|beg|begging|need|want|like) (?:you|u)(?: (?:guys|all|people|please))* to (?:stop|quit)$/,
  /^(?:i|we|ive)(?:'ve| have)?(?: already)? (?:replied|texted|sent|said|wrote|typed|answered|responded)(?: with)? stop(?: (?:already|before|twice|again|many|several|multiple|two|three|\d|times))*$/,
  /^(?:(?:i|we|im)(?:'m| am| are|'d like to| want to| wish to)? )?(?:opt|opting) out$|^(?:i|we) (?:revoke|unsubscribe)$|^revok(?:e|ing) (?:my )?(?:consent|permission)$/,
  new RegExp(`^(?:enough|no more)(?: (?:with|of))?${WHOSE} ${MESSAGES}(?: (?:and|or) ${MESSAGES})*$`),
  new RegExp(`^${DONT}(?: (?:you|ever|even))* (?:(?:call|text|e ?mail) (?:or|and|nor) )?(?:contact|text|txt|e ?mail|message|msg|write|bother|spam|harass|pester|reach out|call (?:me|us|again|any ?more|ever|this number))${AGAIN}$`),
  new RegExp(`^${DONT}(?: (?:you|ever|even))* send(?: (?:me|us))?(?:${WHOSE} ${MESSAGES}| anything (?:else|more|again|any ?more|further)| any ?more)${AGAIN}$`),
  new RegExp(`^(?:take|get|pull|strike|scratch) ${MYSELF}(?: and ${MYSELF})? off(?: (?:of )?(?:this|it|here|there|(?:the|your|this|that|ur) (?:\\w+ )?lists?))?$|^off (?:of )?(?:the|your|this|ur) (?:\\w+ )?lists?$`),
  new RegExp(`^(?:remove|delete|erase) ${MYSELF}(?: from (?:(?:the|your|this|all|any) )?(?:\\w+ )?lists?)?$`),
  /^make it stop$|^no (?:molest(?:ar|en?|es)|moleste mas)$/,
  /^no (?:escrib(?:ir|an?|as)|llam(?:ar|en?|es)|texte?(?:ar|en?|es)|contact(?:ar|en?|es)|mand(?:ar|en?|es)|envi(?:ar|en?|es)|molest(?:ar|en?|es))(?: (?:mas|nada|nunca|jamas|otra vez|de nuevo|mensajes|textos|correos))*$/,
  /^(?:detener|detengan?|deten|suspend(?:er|an?)|cancel(?:ar|en?)|par(?:ar|en?)|termin(?:ar|en?))(?: (?:con|todos|los|estos|sus|tus|la|las|mi|mis|esta))* (?:mensajes|mensajitos|textos|correos|llamadas|avisos|su[bs]s?cripcion)$/,
  /^(?:por favor )?(?:para ya|ya para|parale(?: ya)?|parenle(?: ya)?|deten(?:gan)?se)$/,
];

/** A clause that may say it. */
export const unclear: readonly RegExp[] = [
  new RegExp(`^no(?: more)?${WHOSE} ${MESSAGES}$`),
  new RegExp(`^${DONT} (?:call|disturb|reply|respond|answer|send)${AGAIN}$`),
];

/** Leaves no doubt what a "stop" beside it means. */
export const refusals: readonly RegExp[] = [
  /^(?:no|nope|nah|naw|nop|no way|not now|hell no|absolutely not|never again|enough|no more|go away|get lost|buzz off|(?:quit|stop|end) it|stop that|knock it off|cut it out|that'?s enough|thats enough|(?:fuck|f|piss) off|leave (?:me|us) alone|lose my number|not for (?:me|us)|no need|(?:i'm|i am|im|we're|we are) (?:good|done|all set)|i(?:'ll)? pass)$/,
  /^(?:(?:i|we|im|were)(?:'m|'re| am| are)? )?(?:just |really |simply |still )?(?:not|no longer|never|un)(?: (?:at all|really|even|very|currently|longer))? ?(?:interested|intrested|intersted|interest)(?: (?:any ?more|at all|either|in (?:buying|selling|moving|anything|any of (?:this|it|these)|your \w+|real estate|this|it)))?$/,
  /^no interest$|^(?:(?:i|we) )?(?:don't|dont|do not) (?:want|need|care)(?: (?:this|it|any|anything|these|any of (?:this|it)|your \w+))?$/,
  /^(?:(?:this is|its|it's|you have|you've got|you got|u have) )?(?:the |a )?wrong (?:number|person|guy|lady|e ?mail)$/,
  /^no (?:me|nos) interesa(?: (?:nada|mas|para nada))?$|^no (?:estoy|estamos) interesad[oa]s?$|^ya no(?: (?:me interesa|busco|buscamos|quiero))?$|^no quiero(?: nada)?$|^(?:es )?(?:numero|persona) equivocad[oa]$|^no mas$|^dejeme en paz$/,
  /^nein$|^non merci$|^kein interesse$|^nicht interessiert$|^pas interesse[es]*$|^nao$|^sem interesse$|^nao (?:tenho interesse|me interessa)$/,
];

/** Why somebody has had enough; whatever follows, a "stop" beside it is about us. */
export const reasons: readonly RegExp[] = [
  /^(?:(?:i|we|ive|im)(?:'ve|'m|'re| have| am| are)? )?(?:already |just |recently |finally )*(?:bought|purchased|signed with|went with|going with|hired|moved|relocated|changed (?:my|our) minds?|sold(?= (?:it|ours|the|our|my)|$))\b/,
  /^(?:(?:i|we|ive)(?:'ve| have)? )?(?:already |just |recently |finally )*(?:found|have|got|rented|sold|closed on) (?:an?|another|our|my|one|something|somewhere|someone)(?: own)?(?: new)?(?: (?:house|home|place|condo|apartment|agent|realtor|broker))?(?: (?:already|now|elsewhere))?$/,
  /^(?:(?:i|we|im)(?:'m|'re| am| are)? )?(?:not|no longer) (?:looking|buying|selling|in the market|moving|house hunting)\b/,
  /^(?:(?:i|we|ive)(?:'ve| have)? )?(?:already )?(?:asked|told you|said(?: so| no)?)(?: (?:already|before|you|guys|once|twice|no|many|several|times|\d))*$/,
  /^(?:or )?(?:i|we)(?:'ll| will|'m going to| am going to)? (?:report|block|sue|file|call (?:my|a) (?:lawyer|attorney))\b|^or else$|^(?:(?:my |our |the |this )?(?:house|home|property|place|it)(?:'s| is)? )?not for sale$/,
  /^(?:this|it|these|that)(?:'s| is| are)? (?:just |pure )?(?:spam|harassment|harassing|annoying|illegal)\b|^(?:(?:i|we) )?never (?:signed up|asked for|opted in)\b|^(?:how did you get|who gave you) (?:my|this)\b/,
  /^ya (?:compr(?:e|amos)|encontr(?:e|amos)|tengo|tenemos|rent(?:e|amos)|no (?:busco|buscamos))\b|^(?:compre|compramos) (?:casa|una|otra)\b/,
];

/** Capitalised and alone, and yet nobody's name. */
export const notNames: ReadonlySet<string> = new Set(
  'dont never cant wont not non wait look listen what why really whoa wow omg maybe tomorrow today tonight monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes sabado domingo street st avenue ave road rd lane ln drive dr court ct boulevard blvd'.split(' '),
);
