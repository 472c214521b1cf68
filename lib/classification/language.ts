import { bareWords, fold } from './plain-words.ts';

/** English or Spanish, by the small words that carry a sentence; the fallback decides when there are too few. Pure. */

const spanish = new Set('el la los las un una de del que y en con para por es esta estan hola gracias quiero quisiera casa precio cuando puedo podemos me mi su sus usted ustedes muy mas si se lo al como donde cuanto cuesta buenas buenos dias tardes favor recamaras renta todavia disponible ver no sigue interesa saludos manana hoy bien'.split(' '));
const english = new Set("the a an of and is are was to in with for i you my your we it this that hi hello thanks thank please want would could can how when what where price house home see much available still not no do does have be at on yes tomorrow today i'm it's ok".split(' '));

export type Language = 'en' | 'es';

export function languageOf(text: string, fallback: Language = 'en'): Language {
  const words = bareWords(fold(text)).split(' ').slice(0, 400);
  const es = words.filter((word) => spanish.has(word)).length + (/[¿¡ñ]/i.test(text) ? 2 : 0);
  const en = words.filter((word) => english.has(word)).length;
  if (es === en) return fallback;
  return es > en ? 'es' : 'en';
}
