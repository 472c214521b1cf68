import { randomInt } from 'node:crypto';

/** Short, plain, hard to mishear; 128 of them, so five words carry 35 bits, behind argon2id and a throttle. */
const words =
  'acorn amber anchor apple aspen atlas autumn badge bamboo barley basil beacon birch bison blossom breeze bridge bronze canal candle canvas canyon cedar chalk cherry cider cliff clover cobalt comet copper coral cotton crane creek crystal daisy delta desert ember falcon fern fiddle flint forest fossil garnet geyser ginger glacier granite grove harbor hazel heron hickory indigo island ivory jasmine jasper juniper kettle lagoon lantern laurel lemon lilac linen lotus lumber magnet maple marble meadow melon mesa mint mosaic nectar nickel oasis olive onyx orbit orchid otter oyster paddle palm pebble pepper pine planet plum pollen prairie quartz quill raven reef ribbon river robin rocket saddle saffron sage sequoia silver slate spruce summit sunset tango thistle timber topaz tulip tundra velvet violet walnut willow winter wren zephyr zinc'.split(' ');

/** For a person to read off a screen and type once. */
export function readablePassword(): string {
  return [...Array.from({ length: 5 }, () => words[randomInt(words.length)] ?? ''), String(randomInt(10, 100))].join('-');
}
