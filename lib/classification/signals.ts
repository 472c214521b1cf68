import type { Temperature } from '#lib/approvals/approval.ts';

/** What words say about a lead, as data: each signal has a weight, and a reason that quotes what was said. Patterns meet folded text. Pure. */

export const intents = [
  'viewing', 'offer', 'price', 'availability', 'financing', 'valuation', 'selling', 'reschedule', 'question', 'thanks', 'not_interested', 'opt_out', 'other',
] as const;
export type Intent = (typeof intents)[number];

export interface IntentRule {
  readonly intent: Intent;
  /** The higher number wins when several fit; equal numbers go by order. */
  readonly rank: number;
  readonly pattern: RegExp;
  readonly meaning: string;
  readonly temperature: Temperature;
}

const rule = (intent: Intent, rank: number, temperature: Temperature, meaning: string, source: string): IntentRule => ({
  intent, rank, temperature, meaning, pattern: new RegExp(source, 'u'),
});

const SEE = '(?:see|seeing|veiw\\w*|view(?:ing)?|tour(?:ing)?|visit(?:ing)?|walk ?through|show(?:ing)?s?|look at|check (?:it )?out|come by|stop by|swing by)';
const HOME = '(?:it|this|that|them|the \\w+|house|home|place|property|unit|condo|apartment|apt|one|ones|listing|inside)';

export const intentRules: readonly IntentRule[] = [
  rule('not_interested', 95, 'cold', 'says they are not interested', "\\b(?:not|no longer|isn'?t|aren'?t|were? not|wasn'?t)\\s+(?:really\\s+|that\\s+|very\\s+)?intere?st\\w*|\\b(?:bought|found|closed on|purchased|signed (?:with|on)|under contract (?:on|with))\\s+(?:a|an|another|something|somewhere|with|on)\\b|\\b(?:going|went|gone)\\s+with\\s+(?:another|someone|a different)|\\bchanged (?:my|our) minds?\\b|\\bno (?:thanks|thank you)\\b|\\b(?:gonna|going to|have to) pass\\b|\\bpass on (?:that|this|it)\\b|\\b(?:i|we)(?:'ll| will)? pass\\b|\\bno (?:me|nos) interesa|\\bno estoy interesad|\\bya (?:compre|compramos|encontr(?:e|amos)|no (?:busco|buscamos|estamos buscando))\\b|\\bno,? gracias\\b"),
  rule('offer', 90, 'hot', 'talks about an offer', "\\b(?:make|making|submit|put(?:ting)? in|write|send|counter|best and final|our|an|accept(?:ed)?|full[ -]price|cash)\\s+(?:an?\\s+)?(?:cash\\s+|written\\s+|counter[ -]?)?offers?\\b|\\bcounter[ -]?offer|\\bearnest money\\b|\\bunder contract\\b|\\bwould (?:the (?:sellers?|owners?)|they)\\s+(?:consider|accept|take)\\b|\\bhacer (?:una )?oferta|\\boferta\\b|\\bapartarla?\\b"),
  rule('reschedule', 85, 'hot', 'wants to move an appointment', "\\bre-?s?[ck]h?edul\\w*|\\b(?:cancel|move|push|change|switch|postpone)\\s+(?:\\w+\\s+)?(?:\\w+'?s\\s+)?(?:the |our |my |that )?(?:showing|appointment|appt|tour|viewing|visit|time|meeting|walkthrough)|\\b(?:can'?t|cannot|cant|won'?t|not able to)\\s+(?:make|do)\\s+(?:it|the|our|mon|tues|wednes|thurs|fri|satur|sun|tomorrow|today)|\\brunning late\\b|\\b(?:cambiar|mover|cancelar|reagendar|posponer)\\s+(?:la|mi|nuestra)\\s+(?:cita|visita)|\\breagendar\\b|\\bno (?:puedo|podemos|alcanzo a) (?:ir|llegar)\\b"),
  rule('selling', 80, 'warm', 'thinks of selling', "\\b(?:sell|selling|list|listing)\\s+(?:my|our|the|mom'?s|her|his|their)\\s+(?:\\w+\\s+)?(?:house|home|place|condo|property|townhouse|townhome|duplex)|\\bwant to sell\\b|\\bthinking (?:of|about) selling|\\bvender (?:mi|nuestra|la|una) (?:casa|propiedad|departamento)|\\bquiero vender\\b"),
  rule('valuation', 78, 'warm', 'asks what a home is worth', "\\b(?:what|how much).{0,30}\\bworth\\b|\\bvaluation\\b|\\bappraisal\\b|\\bcomps?\\b|\\bmarket (?:value|analysis)\\b|\\bhow much (?:could|can|would) (?:i|we) (?:get|sell)|\\bcuanto vale\\b|\\bavaluo\\b|\\bvalor de (?:mi|nuestra) casa"),
  rule('financing', 70, 'warm', 'asks about financing', "\\bpre-?\\s?(?:approv|qualif)\\w*|\\b(?:mortgage|lender|loan|financ\\w*|down ?payment|interest rates?|fha|va loan|usda|credit score|closing costs)\\b|\\b(?:credito|hipoteca|enganche|financiamiento|prestamo|banco|itin)\\b"),
  rule('viewing', 75, 'hot', 'wants to see a place', `\\b(?:can|could|may|want to|wanna|like to|love to|when|able to|possible to|available to|schedule|book|set up|arrange|let'?s|try to|interested in|get in to|free to|hoping to)\\b[^?]{0,50}\\b${SEE}\\b(?:[^?]{0,20}\\b${HOME}\\b)?|\\b(?:schedule|book|set up|arrange)\\s+(?:a|an|the|another|us)\\s*(?:private\\s+|second\\s+)?(?:tour|showing|viewing|visit|time|appointment|in)\\b|\\b(?:showing|viewing|tour)s?\\s+(?:on|this|tomorrow|today|available|times?)|\\b(?:second|2nd) (?:look|showing)|\\bopen house\\b|\\b(?:puedo|podemos|quiero|quisiera|queremos|me gustaria|nos gustaria|cuando)\\b[^?]{0,30}\\b(?:ver(?:la|lo)?|visitar(?:la|lo)?|conocer(?:la|lo)?)\\b|\\b(?:agendar|programar) (?:una )?(?:cita|visita)`),
  rule('availability', 60, 'warm', 'asks whether it is available', "\\b(?:still|is it|is this|is that|is the \\w+|are (?:they|these|any)|is .{1,40})\\s+(?:available|avail\\w*|on the market|for sale|for rent|open|listed|active|there)\\b|\\bstill (?:have|got) (?:it|any)|\\bwhen (?:is|does|will) it (?:available|come|be available)|\\b(?:sigue|esta|todavia|aun)\\b.{0,20}\\bdisponible|\\bsigue (?:en venta|a la venta)|\\bya se (?:vendio|rento)"),
  rule('price', 55, 'warm', 'asks about the price', "\\bhow mu?ch\\b(?! (?:do you (?:charge|take)|is your (?:fee|commission|cut)))|\\bprice[sd]?\\b|\\bpricing\\b|\\basking\\b|\\bcost\\b|\\b(?:hoa|monthly) (?:fees?|dues)\\b|\\bnegotiable\\b|\\bwiggle room\\b|\\bproperty tax(?:es)?\\b|\\bcuanto (?:cuesta|sale|piden|es|seria|vale la)|\\bprecio\\b|\\bnegociable\\b"),
  rule('viewing', 40, 'hot', 'names a day and a time', "\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\\b.{0,25}(?:\\b\\d{1,2}(?::\\d\\d)?\\s?(?:am|pm)?\\b|\\bworks\\b|\\bplease\\b|\\bis (?:fine|good|better|best|perfect)\\b)|\\bel (?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)\\b.{0,25}(?:\\ba las? \\d|queda bien|esta bien|por favor)"),
  rule('thanks', 20, 'unknown', 'says thank you', "^\\W*(?:(?:ok(?:ay)?|great|perfect|awesome|sounds good|cool|super|got it|will do|wonderful|lovely|yes|yep|perfecto|excelente|muy bien|de acuerdo|listo|vale)[\\s,.!-]*)*(?:(?:many |so |mil )?(?:thank(?:s| you| u)?|thx|ty|tysm|gracias|muchas gracias|appreciate it|much appreciated))(?:[\\s,.!-]*(?:so much|very much|again|a lot|a ton|for (?:the|your|all|everything|sending|letting|getting)\\b.{0,60}|ana|jordan|team|you too|everyone|all|have a (?:good|great|nice) \\w+|see you (?:then|there|soon|\\w+day)|looking forward(?: to it)?|que (?:tenga|pase).{0,30}|igualmente|por todo))*\\W*$|^\\W*(?:sounds good|perfect|great|will do|got it|see you then|perfecto|de acuerdo|ok(?:ay)?|ahi nos vemos)\\W*$|^[\\s\\p{Extended_Pictographic}\\u200d\\ufe0f]+$"),
  rule('question', 10, 'warm', 'asks a question', "\\?|^\\W*(?:what|when|where|which|who|how|does|do|is|are|can|could|would|will|que|cual|donde|como|tiene|hay|acepta[ns]?)\\b"),
];

/** Said beside what they want: they push the temperature up or down. */
export interface Signal {
  readonly weight: number;
  readonly meaning: string;
  readonly pattern: RegExp;
}

const signal = (weight: number, meaning: string, source: string): Signal => ({ weight, meaning, pattern: new RegExp(source, 'u') });

export const signals: readonly Signal[] = [
  signal(2, 'is in a hurry', '\\b(?:asap|urgent(?:ly)?|today|tonight|tomorrow|tmrw|tmr|this (?:week|weekend|afternoon|morning|evening)|right away|as soon as|before (?:someone|somebody|it) |hoy|manana mismo|esta semana|este (?:fin|sabado|domingo)|lo antes posible|cuanto antes|urge)\\b'),
  signal(2, 'has the money ready', "\\b(?:cash (?:buyer|offer|in hand)|all cash|paying cash|pre-?\\s?approved|already approved|funds? (?:are )?ready|proof of funds|precalificad|preaprobad|al contado|de contado)"),
  signal(2, 'is ready to decide', "\\b(?:ready to (?:buy|move|sign|make|go)|we love it|love (?:it|this|the house)|we want (?:it|this|the house)|this is the one|when can we close|closing date|la queremos|nos encanto|listos? para)\\b"),
  signal(1, 'has to move by a date', '\\b(?:lease (?:is up|ends|expires)|end (?:my|our) lease|relocat\\w+|moving (?:in|to|by)|new job|have to be out|transferring|baby (?:due|on the way)|before school|nos mudamos|termina mi contrato)\\b'),
  signal(1, 'asks for a call', '\\b(?:call me|give me a (?:call|ring)|phone call|talk (?:today|tomorrow|soon)|llamame|llameme|me (?:puede|pueden|podria) (?:llamar|marcar))\\b'),
  signal(-2, 'is in no hurry', "\\b(?:just (?:looking|browsing|curious|checking)|no (?:rush|hurry)|not (?:ready|yet|right now|at this time|for now)|next (?:year|spring|summer|fall)|in (?:a|\\d+|six|few|a few|couple) (?:months?|years?)|maybe later|down the road|someday|eventually|solo (?:estoy )?(?:viendo|mirando)|el proximo ano|mas adelante|por ahora no|sin prisa)\\b"),
  signal(-2, 'finds it out of reach', '\\b(?:too (?:expensive|much|high|small|far)|out of (?:our|my) (?:budget|range|price)|can\'?t afford|over (?:our|my) budget|muy car[ao]|fuera de (?:mi|nuestro) presupuesto)\\b'),
];
