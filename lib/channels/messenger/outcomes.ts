import type { OutcomeTable } from '../outcome-table.ts';

/** Codes of the Send API, with the subcode after a slash where that tells more. */
export const messengerOutcomes: OutcomeTable = {
  channel: 'messenger',
  source: 'https://developers.facebook.com/docs/messenger-platform/error-codes (18 March 2026)',
  rows: [
    { name: '10', means: 'credentials', says: 'The page lacks a permission' },
    { name: '190', means: 'credentials', says: 'The token of the page is not valid' },
    { name: '200', through: 299, means: 'credentials', says: 'The page lacks a permission' },
    { name: '368', means: 'account', says: 'The page is restricted for breaking a policy' },
    { name: '4', means: 'limited', says: 'The app made too many calls' },
    { name: '32', means: 'limited', says: 'The page made too many calls' },
    { name: '613', means: 'limited', says: 'Calls to this API exceeded the limit' },
    { name: '80006', means: 'limited', says: 'The page sent too many messages' },
    { name: '1200', means: 'transient', says: 'Sending failed for now' },
    // Meta tells of messages that were sent although code 1 came back, and has people try again after code 2 without saying that nothing was sent.
    { name: '1', means: 'unknown', says: 'An unknown error' },
    { name: '2', means: 'unknown', says: 'An unexpected error' },
    { name: '100', means: 'permanent', says: 'A parameter is not valid' },
    { name: '100/2018001', means: 'permanent', says: 'No such person on this page' },
    { name: '10/2018065', means: 'permanent', says: 'Outside of the window in which the page may write' },
    { name: '10/2018108', means: 'permanent', says: 'They do not receive messages from this page' },
    { name: '10/2018278', means: 'permanent', says: 'More than 24 h since they wrote' },
    { name: '200/1545041', means: 'permanent', says: 'They cannot be written to' },
    { name: '551', means: 'permanent', says: 'They cannot be written to' },
  ],
};
