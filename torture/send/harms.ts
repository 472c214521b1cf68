import type { Random } from '../random.ts';
import { phases, type Harm, type Plan } from './phases.ts';

/**
 * What can go wrong at each step; nobody refuses what was already answered, or in the middle of the payload. A password is refused for now only: for good,
 * everything would rest.
 */
const possible: Readonly<Record<Plan['phase'], readonly Harm[]>> = {
  connect: ['cut', 'reset', 'stall'], greeting: ['cut', 'reset', 'half', 'refuse4', 'stall'], EHLO: ['cut', 'reset', 'half', 'refuse4', 'stall'], AUTH: ['cut', 'reset', 'half', 'refuse4', 'stall'],
  MAIL: ['cut', 'reset', 'half', 'refuse4', 'refuse5', 'stall'], RCPT: ['cut', 'reset', 'half', 'refuse4', 'refuse5', 'stall'], DATA: ['cut', 'reset', 'half', 'refuse4', 'refuse5', 'stall'],
  payload: ['cut', 'reset', 'stall'], dot: ['cut', 'reset', 'half', 'refuse4', 'refuse5', 'stall'], answered: ['cut', 'reset'],
};

/** A harm at one step, or none. Steps at which it stays open whether the message was taken come up twice as often. */
export function draw(random: Random, harmful: number): Plan {
  if (!random.chance(harmful)) return { phase: 'answered', harm: 'none' };
  const phase = random.pick([...phases, 'dot', 'dot', 'payload'] as const);
  return { phase, harm: random.pick(possible[phase]) };
}
