import type { Sentence, Template, TemplateIntent } from './template.ts';

/** What a good agent would answer, in English: nothing promised that is not known, nothing said about who lives where. Pure. */

const hello: Sentence = ['Hi {{firstName}},', 'Hello,'];
const hi: Sentence = ['Hi {{firstName}}.', 'Hi.'];
const sign: Sentence = ['{{signature}}'];

const email = (intent: TemplateIntent, subject: Sentence, ...paragraphs: Sentence[][]): Template => ({
  intent, language: 'en', kind: 'email', subject, body: [[hello], ...paragraphs, [sign]],
});
const chat = (intent: TemplateIntent, ...sentences: Sentence[]): Template => ({
  intent, language: 'en', kind: 'chat', subject: null, body: [[hi, ...sentences, ['– {{signature}}']]],
});

export const templatesEn: readonly Template[] = [
  email('viewing', ['Seeing {{property}}', 'Your viewing'],
    [['Thank you for writing. I would be glad to show you {{property}}.', 'Thank you for writing. I would be glad to set up a viewing for you.']],
    [['I will ask the listing side whether {{day}} can be arranged and confirm a time with you before we count on it.', 'Which two or three times in the coming days suit you best? I will check them with the listing side and confirm one.'], ['Who will be joining you, and what is the best number for the day itself?']]),
  chat('viewing', ['Happy to show you {{property}}.', 'Happy to set up a viewing.'], ['I will ask whether {{day}} can be arranged and confirm a time with you.', 'Which two or three times suit you best? I will check and confirm one.']),
  email('offer', ['Your offer on {{property}}', 'Your offer'],
    [['Thank you, I am glad to help you put an offer together for {{property}}.', 'Thank you, I am glad to help you put an offer together.']],
    [['To prepare it I need four things: your price, how you will pay (with the pre-approval letter or proof of funds), the closing date you would like, and any conditions such as an inspection.']],
    [['Could we speak by phone today, so that we go through the terms before anything is signed?']]),
  chat('offer', ['Glad to help you with an offer on {{property}}.', 'Glad to help you with an offer.'], ['Can we speak by phone today to go through price, payment, closing date and conditions?']),
  email('price', ['Price of {{property}}', 'Your question about the price'],
    [['Thank you for asking. The asking price for {{property}} is {{price}}.', 'Thank you for asking about {{property}}. I will confirm the current asking price and send it to you.', 'Thank you for asking. Which property do you mean? I will send you its current asking price.'], ['The HOA fee is {{hoa}}.', '']],
    [['If it helps, I can send a breakdown of the monthly costs, or set up a viewing.']]),
  chat('price', ['The asking price for {{property}} is {{price}}.', 'I will confirm the current price of {{property}} and send it to you.', 'Which property do you mean? I will send you the current price.'], ['The HOA fee is {{hoa}}.', ''], ['Would you like to see it?']),
  email('availability', ['Is {{property}} available?', 'Your question'],
    [['Thank you for asking. {{property}} is listed as {{status}} in our records; I will check with the listing side today and tell you if that has changed.', 'Thank you for asking about {{property}}. I will check with the listing side today whether it is still available, and write to you either way.', 'Thank you for asking. Which property do you mean? I will check today whether it is still available.']],
    [['If it is open, would you like me to arrange a viewing?']]),
  chat('availability', ['Our records list {{property}} as {{status}}; I will check with the listing side today and tell you if that changed.', 'I will check today whether {{property}} is still available and let you know either way.', 'Which property do you mean? I will check today whether it is still available.'], ['Would you like to see it if it is?']),
  email('financing', ['Financing {{property}}', 'Your financing question'],
    [['Thank you for your question about financing.', ''], ['The asking price for {{property}} is {{price}}.', '']],
    [['The exact figures have to come from a lender, because they depend on your own situation. I can send you the names of several local lenders to compare, and the choice is yours.']],
    [['Do you have a pre-approval already, or would you like those names first?']]),
  chat('financing', ['A lender has to give you exact figures; I can send you several local names to compare.'], ['Do you have a pre-approval already?']),
  email('valuation', ['What your home could be worth', 'Your valuation'],
    [['Thank you for asking. A fair figure comes from recent sales near you and from seeing the home itself.']],
    [['If you send me the address, the year of any larger work, and a good time for a short visit, I will prepare a comparison for you.', '']]),
  chat('valuation', ['I can prepare a comparison with recent sales nearby.'], ['Could you send me the address and any larger work done in recent years?']),
  email('selling', ['Selling your home', 'Selling your home'],
    [['Thank you for thinking of us for the sale.', '']],
    [['A good first step is a short visit: I look at the home, show you recent sales nearby, and we talk about timing. There is no obligation.']],
    [['Which days suit you, and what is the address?']]),
  chat('selling', ['A good first step is a short visit and a look at recent sales nearby, without obligation.'], ['Which days suit you, and what is the address?']),
  email('reschedule', ['Our appointment', 'Our appointment'],
    [['Thank you for letting me know, that is no trouble.', ''], ['I will see whether {{day}} can be arranged for {{property}} and confirm it with you.', 'I will see whether {{day}} can be arranged and confirm it with you.', 'Which two or three other times would suit you? I will confirm one with the listing side.']]),
  chat('reschedule', ['No trouble, thanks for telling me.'], ['I will ask whether {{day}} can be arranged and confirm it.', 'Which other times would suit you?']),
  email('question', ['About {{property}}', 'Your question'],
    [['Thank you for your question about {{property}}.', 'Thank you for your question.'], ['I will find out and come back to you with a reliable answer.']],
    [['Is there anything else you would like me to check at the same time?']]),
  chat('question', ['Thanks for writing. I will find out about {{property}} and come back to you.', 'Thanks for writing. I will find out and come back to you.']),
  email('not_interested', ['Thank you', 'Thank you'],
    [['Thank you for letting me know, I have noted it.']],
    [['Should your plans change, a short message is enough. I wish you well.']]),
  chat('not_interested', ['Thank you for letting me know, I have noted it.'], ['If plans change, just write.']),
  email('other', ['Your message', 'Your message'],
    [['Thank you for your message.']],
    [['So that I can help with the right thing: is this about {{property}}, or about something else?', 'So that I can help with the right thing: are you looking to buy, to sell, or do you have a question about one property?']]),
  chat('other', ['Thanks for your message.'], ['Is this about {{property}}, or something else I can help with?', 'Are you looking to buy, to sell, or is it about one property?']),
  email('clarify', ['Shall we stop writing?', 'Shall we stop writing?'],
    [['I want to respect your wishes and may have misread your last message.']],
    [['Would you like us to stop contacting you? Answer with the word STOP and you will hear nothing more from us, on any channel. If you meant something else, tell me what suits you.']]),
  chat('clarify', ['I may have misread you: would you like us to stop contacting you?'], ['Answer STOP and you will hear nothing more from us. If you meant something else, tell me what suits you.']),
];
