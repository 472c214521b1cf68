/** Things leads write, ready to send. Invented people and houses. Pure. */
export interface Preset {
  readonly label: string;
  readonly subject: string;
  readonly text: string;
}

export const presets: readonly Preset[] = [
  { label: 'A question', subject: 'Is it still available?', text: 'Hi, is the house still available? What are the HOA fees, and how many bedrooms does it have?\n\nThanks' },
  { label: 'Wants to see it', subject: 'Viewing this week', text: 'We are pre-approved and would love to see it on Saturday morning. Does 10 am work for you?' },
  { label: 'Not now', subject: 'Re: the house', text: 'Thanks for reaching out. We have decided to wait until next spring, so no need to follow up for now.' },
  { label: 'Opts out', subject: 'Please stop', text: 'Please stop writing to me and take me off your list.' },
  { label: 'Ambiguous', subject: 'Re: stopping by', text: 'Can we stop by the house on Sunday? If not, forget it.' },
  { label: 'Spanish', subject: 'Pregunta sobre la casa', text: 'Hola, ¿todavía está disponible la casa? ¿Cuánto cuesta y se puede visitar este fin de semana?\n\nGracias' },
  { label: 'Out of office', subject: 'Automatic reply: out of office', text: 'I am out of the office until Monday with limited access to e-mail. For urgent matters please call the front desk.' },
  { label: 'Price pushback', subject: 'Re: price', text: 'The price is more than we hoped for. Is there any room, or could the seller cover closing costs?' },
];
