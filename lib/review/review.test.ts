import { expect, test } from 'vitest';
import { factWarnings } from './fact-check.ts';
import { fairHousingWarnings } from './fair-housing.ts';

const draft = (body: string, subject: string | null = null) => ({ subject, body });
const grounds = (body: string) => fairHousingWarnings(draft(body)).map(({ words }) => words);

test.each([
  ['Sorry, no kids in this building.', ['no kids']],
  ['It is perfect for a young family, and in a safe neighborhood.', ['perfect for a young family', 'safe neighborhood']],
  ['Adults only. No Section 8.', ['Adults only', 'No Section 8']],
  ['A Christian community close to a church.', ['Christian community', 'close to a church']],
  ['English-speaking tenants, females preferred.', ['English-speaking', 'females preferred']],
  ['Es ideal para parejas, sin niños, en un barrio seguro.', ['ideal para parejas', 'sin niños', 'barrio seguro']],
  ['You must be able to climb stairs.', ['must be able to climb']],
])('“%s” is pointed out', (body, words) => expect(grounds(body).toSorted()).toEqual(words.toSorted()));

test.each([
  'A family room with a walk-in closet and a master bedroom.', 'Three bedrooms, near the park, great view.', 'The neighborhood has a pool. Could your kids come along?', 'White walls, black kitchen, Indian Peaks Trail.', 'The area is 1,450 sq ft.',
  'Solo quería confirmar la visita.', 'Is Friday good for you?',
])('“%s” describes what is offered', (body) => expect(grounds(body)).toEqual([]));

const unknown = (body: string, ...known: string[]) => factWarnings(draft(body), known).map(({ words }) => words);

test.each<[string, string[], string[]]>([
  ['It is listed at $450,000.', ['Is it still $450k?'], []],
  ['It is listed at $455,000.', ['Is it still $450k?'], ['$455,000']],
  ['1.2 million dollars? No: $1,200,000.', ['$1.2 million'], []],
  ['The house at 12 Elm Street is free.', ['12 Elm St, what about it?'], []],
  ['The house at 14 Elm Street is free.', ['12 Elm St, what about it?'], ['14 Elm Street']],
  ['See you on March 5th.', ['Would 3/5 do?'], []],
  ['See you on March 6.', ['Would 3/5 do?'], ['March 6']],
  ['Nos vemos el 5 de marzo.', ['March 5 then'], []],
  ['Call me at (303) 555-0142.', ['303.555.0142'], []],
  ['Call me at (303) 555-0143.', ['303.555.0142'], ['(303) 555-0143']],
  ['It has three bedrooms and 2 baths, 1,450 sq ft.', ['3 beds', '2 baths 1450 sq ft'], []],
  ['It has four bedrooms.', ['3 beds'], ['four bedrooms']],
])('“%s” beside %j', (body, known, words) => expect(unknown(body, ...known)).toEqual(words));

test('what stands in the subject is looked at as well, with its place', () => {
  expect(factWarnings({ subject: 'Now $1', body: 'Hello' }, [])).toMatchObject([{ field: 'subject', start: 4, words: '$1' }]);
});
