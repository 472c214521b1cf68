import { basename, dirname, join } from 'node:path';
import { statOrNull } from './snapshot-marker.ts';

/** Of a lock that nobody took away: the spreadsheet died, or was left open over night (ms). */
const heldMsMax = 10 * 60_000;

/**
 * True while a spreadsheet has the file open, by the file it lays beside it: `.~lock.dnc.csv#` (LibreOffice), `~$dnc.csv` (Excel).
 * After ten minutes in which neither was touched, it no longer counts.
 */
export function isHeld(path: string, nowMs: number): boolean {
  const [folder, name] = [dirname(path), basename(path)];
  return [`.~lock.${name}#`, `~$${name}`].some((lock) => {
    const laid = statOrNull(join(folder, lock));
    return laid !== null && Math.abs(nowMs - Math.max(laid.mtimeMs, statOrNull(path)?.mtimeMs ?? 0)) < heldMsMax;
  });
}
