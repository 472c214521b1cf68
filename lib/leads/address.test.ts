import { describe, expect, test } from 'vitest';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress, type AddressKind } from './address.ts';

const read = (kind: AddressKind, text: string) => {
  const address = parseAddress(kind, text);
  return isRefusal(address) ? null : address.value;
};

describe('a profile is the same however it is given', () => {
  test.each<[AddressKind, string, string]>([
    ['linkedin', 'ana-ruiz', 'ana-ruiz'], ['linkedin', 'linkedin.com/in/ana-ruiz', 'ana-ruiz'], ['linkedin', 'www.linkedin.com/in/Ana-Ruiz/', 'ana-ruiz'], ['linkedin', 'https://es-mx.linkedin.com/in/ana-ruiz?trk=x', 'ana-ruiz'],
    ['linkedin', 'https://www.linkedin.com/in/jos%C3%A9-p', 'josé-p'], ['messenger', 'm.me/ana', 'ana'], ['messenger', 'facebook.com/ana.ruiz', 'ana.ruiz'], ['messenger', 'https://www.facebook.com/profile.php?id=1000123', '1000123'],
    ['messenger', 'https://facebook.com/people/Ana-Ruiz/1000123/', '1000123'], ['messenger', 'https://m.facebook.com/profile.php?ref=x&id=77123', '77123'], ['messenger', 'https://www.facebook.com/messages/t/1000123', '1000123'], ['messenger', 'facebook.com/messages/t/ana.ruiz/', 'ana.ruiz'], ['messenger', 'https://www.messenger.com/t/1000123', '1000123'],
    ['telegram', 't.me/ana_ruiz', 'ana_ruiz'], ['telegram', '@Ana_Ruiz', 'ana_ruiz'], ['telegram', 'https://t.me/ana_ruiz', 'ana_ruiz'],
  ])('%s: %s', (kind, text, value) => expect(read(kind, text)).toBe(value));
  test.each<[AddressKind, string]>([
    ['linkedin', 'linkedin.com'], ['linkedin', 'www.linkedin.com/company/acme'], ['linkedin', 'linkedin.com/in/'], ['messenger', 'facebook.com'], ['messenger', 'profile.php'], ['messenger', 'facebook.com/profile.php'], ['messenger', 'm.me'],
    ['messenger', 'ana/../bo'], ['telegram', 't.me/'], ['linkedin', 'ana%ruiz'],
    ['messenger', 'facebook.com/groups/77'], ['messenger', 'facebook.com/pages/Ana/123'], ['messenger', 'https://www.facebook.com/share/1AbC/'], ['messenger', 'facebook.com/marketplace/profile/99'], ['messenger', 'https://m.facebook.com/story.php?story_fbid=1&id=2'],
    ['messenger', 'facebook.com/permalink.php?id=1'], ['messenger', 'facebook.com/photo?fbid=1'], ['messenger', 'fb.com/watch/?v=1'], ['messenger', 'facebook.com/messages'], ['messenger', 'facebook.com/messages/e2ee/t/5'], ['messenger', 'facebook.com/events/5'], ['messenger', 'facebook.com/reel/5'],
    ['telegram', 't.me/joinchat/AbCdEf'], ['telegram', 'https://t.me/addlist/x1'], ['telegram', 't.me/share/url?url=x'], ['telegram', 't.me/+AbCdEf'], ['telegram', 't.me/c/123/4'], ['linkedin', 'linkedin.com/pub/dir/Ana/Ruiz'],
  ])('%s: %s names nobody', (kind, text) => expect(read(kind, text)).toBeNull());
});

test.each([['+52 1 55 1234 5678', '+525512345678'], ['+5215512345678', '+525512345678'], ['+52 55 1234 5678', '+525512345678'], ['303 555 0142', '+13035550142']])('the number %s', (text, value) => expect(read('phone', text)).toBe(value));
