import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyProblem, rendered, templateChanges, useProblem, valueCount, type MessageTemplate } from './message-template.ts';
import { policySchema } from './schema.ts';
import { defaultPolicy } from './policy.ts';

const visit: MessageTemplate = { name: 'visit', language: 'en_US', category: 'utility', body: 'Hello {{1}}, see you on {{2}}. Yours, {{1}} fan club.', status: 'active' };
const use = { name: 'visit', language: 'en_US', parameters: ['Kim', 'Friday'] };
const text = 'Hello Kim, see you on Friday. Yours, Kim fan club.';

test.each([
  ['Hello.', null], ['Hello {{1}}.', null], ['On {{2}} with {{1}}.', null], ['Hello {{1}} {{1}}.', null],
  ['{{1}}, hello.', 'begin'], ['Hello {{1}}', 'begin'], [' {{1}}, hello.', 'begin'], ['Hello {{2}}.', 'hole'], ['Hello {{1}}, {{3}}.', 'hole'],
  ['Hello {{name}}.', 'braces'], ['Hello {{ 1 }}.', 'braces'], ['Hello {{0}}.', 'braces'], ['Hello {{01}}.', 'braces'], ['Hello {{{1}}}.', 'braces'], ['Hello {{1}.', 'braces'],
])('as a body, %j: %s', (body, problem) => {
  if (problem === null) expect(bodyProblem(body)).toBeNull();
  else expect(bodyProblem(body)).toContain(problem);
});

describe('in the policy', () => {
  const parsed = (templates: unknown) => policySchema.safeParse({ ...defaultPolicy, templates });
  const problems = (templates: unknown) => parsed(templates).error?.issues.map(({ path }) => path.join('.'));
  test('one name in two languages is two templates, and twice in one is refused', () => {
    expect(parsed([visit, { ...visit, language: 'es' }]).success).toBe(true);
    expect(problems([visit, { ...visit, body: 'Hi.' }])).toEqual(['templates.1.name']);
  });
  test.each([
    ['name', 'Visit reminder'], ['name', ''], ['language', 'en-US'], ['language', 'english'], ['category', 'authentication'], ['body', ''], ['body', 'x'.repeat(1025)], ['body', '{{1}} hello'], ['status', 'paused'],
  ])('a %s of %j is refused by name', (field, value) => expect(problems([{ ...visit, [field]: value }])).toEqual([`templates.0.${field}`]));
});

test('values stand in their places, and nothing in a value is taken for a place', () => {
  expect(rendered(visit, use.parameters)).toBe(text);
  expect(rendered(visit, ['{{2}} $& $1', 'x'])).toBe('Hello {{2}} $& $1, see you on x. Yours, {{2}} $& $1 fan club.');
  expect([valueCount(visit.body), valueCount('Hello.')]).toEqual([2, 0]);
});

test('whatever the values are, what is rendered is what is accepted, and any other text is not', () => {
  const value = fc.string({ minLength: 1, maxLength: 40 }).filter((each) => each.trim() !== '' && !/[\p{Cc}\u2028\u2029]| {5}/u.test(each));
  fc.assert(fc.property(value, value, fc.string({ maxLength: 20 }), (a, b, more) => {
    const parameters = [a, b];
    const says = rendered(visit, parameters);
    expect(useProblem({ ...use, parameters }, says, [visit])).toBeNull();
    if (more !== '') expect(useProblem({ ...use, parameters }, says + more, [visit])).toMatchObject({ field: 'body' });
  }));
});

test.each<[string, Parameters<typeof useProblem>, string]>([
  ['not in the list', [use, text, []], 'There is no template “visit” in en_US.'],
  ['in another language', [{ ...use, language: 'en' }, text, [visit]], 'There is no template “visit” in en.'],
  ['retired', [use, text, [{ ...visit, status: 'retired' }]], 'The template “visit” is retired.'],
  ['too few values', [{ ...use, parameters: ['Kim'] }, text, [visit]], 'The template “visit” takes 2 values, not 1.'],
  ['too many values', [{ ...use, parameters: ['Kim', 'Friday', 'x'] }, text, [visit]], 'The template “visit” takes 2 values, not 3.'],
  ['an empty value', [{ ...use, parameters: ['Kim', ' '] }, text, [visit]], 'Value 2 of the template is empty.'],
  ['a line break in a value', [{ ...use, parameters: ['Kim\n', 'x'] }, text, [visit]], 'Value 1 of the template has a line break or a control character in it.'],
  ['many spaces in a value', [{ ...use, parameters: ['Kim     Lee', 'x'] }, text, [visit]], 'Value 1 of the template has more than four spaces in a row.'],
  ['a value that nobody sees', [{ ...use, parameters: ['\u200b', 'Friday'] }, text, [visit]], 'Value 1 of the template is empty.'],
  ['half a character', [{ ...use, parameters: ['Kim \ud83d', 'Friday'] }, text, [visit]], 'Value 1 of the template has half a character in it.'],
  ['values that are too long', [{ ...use, parameters: ['Kim', 'x'.repeat(1000)] }, text, [visit]], 'With these values the template has 1044 characters; at most 1024 can be sent.'],
  ['another text', [use, `${text} `, [visit]], 'The text is not what the template “visit” says with these values.'],
  ['changed since', [use, text, [{ ...visit, body: 'Bye {{1}}, on {{2}}.' }]], 'The text is not what the template “visit” says with these values.'],
])('%s: it says so', (_, given, why) => expect(useProblem(...given)).toMatchObject({ why }));

test('what differs between two lists is told template by template', () => {
  const other = { ...visit, name: 'other' };
  expect(templateChanges([visit, other], [{ ...visit, status: 'retired' }, { ...visit, language: 'es' }])).toEqual(['visit (en_US) retired', 'visit (es) added', 'other (en_US) removed']);
  expect(templateChanges([{ ...visit, status: 'retired' }, other], [{ ...visit, body: 'Hi.' }, other])).toEqual(['visit (en_US) changed', 'visit (en_US) in use again']);
});
