import type { OutcomeTable } from '../outcome-table.ts';

/**
 * Codes of the Send API, with the subcode after a slash where that tells more. For how long it wants to be left alone stands in the header `X-Business-Use-Case-Usage`, as for WhatsApp.
 */
export const messengerOutcomes: OutcomeTable = {
  channel: 'messenger',
  source: 'https://developers.facebook.com/docs/messenger-platform/error-codes (18 March 2026)',
  rows: [
    { name: '10', alone: true, means: 'credentials', says: 'The page lacks a permission' },
    { name: '3', means: 'credentials', says: 'The app lacks a capability or permission' },
    { name: '102', means: 'credentials', says: 'The token is not valid' },
    { name: '190', means: 'credentials', says: 'The token of the page is not valid' },
    { name: '200', through: 299, alone: true, means: 'credentials', says: 'The page lacks a permission' },
    { name: '368', means: 'account', says: 'The page is restricted for breaking a policy' },
    { name: '4', alone: true, means: 'limited', says: 'The app made too many calls' },
    { name: '4/2018022', means: 'limited', says: 'Too many messages were sent to phone numbers' },
    { name: '17', means: 'limited', says: 'The user made too many calls' },
    { name: '341', means: 'limited', says: 'The app reached its limit' },
    { name: '32', means: 'limited', says: 'The page made too many calls' },
    { name: '613', means: 'limited', says: 'Calls to this API exceeded the limit' },
    { name: '80006', means: 'limited', says: 'The page sent too many messages' },
    // Meta tells of messages that were sent although code 1 came back, and has people try again after the others without saying that nothing was sent.
    { name: '1', means: 'unknown', says: 'An unknown error' },
    { name: '2', means: 'unknown', says: 'An unexpected error' },
    { name: '1200', means: 'unknown', says: 'Sending failed for now' },
    { name: '100', means: 'ours', says: 'A parameter is not valid' },
    { name: '10/2018065', means: 'ours', says: 'Outside of the window in which the page may write' },
    { name: '10/2018278', means: 'ours', says: 'More than 24 h since they wrote' },
    { name: '100/2018001', means: 'permanent', says: 'No such person on this page' },
    { name: '10/2018108', means: 'permanent', says: 'They do not receive messages from this page' },
    { name: '200/2018108', means: 'permanent', says: 'They do not receive messages from this page' },
    { name: '200/1545041', means: 'permanent', says: 'They cannot be written to' },
    { name: '4/2018354', means: 'permanent', says: 'They get no marketing message again so soon' },
    { name: '9/2018352', means: 'permanent', says: 'They got as many marketing messages as they may' },
    { name: '551', means: 'permanent', says: 'They cannot be written to' },
  ],
};
