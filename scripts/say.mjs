/** What the set-up scripts tell a person: short lines on standard error, so that standard output stays for programs. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends with a message a person can act on; never a stack trace. */
export function giveUp(line, code = 1) {
  say(`\n${line}`);
  process.exit(code);
}

export function seconds(sinceMs) {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
