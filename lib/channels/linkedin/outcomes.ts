import type { OutcomeTable } from '../outcome-table.ts';

/** Nothing is sent there by a machine: a message is prepared in a browser and a person clicks Send. The names are what is read off the page then. */
export const linkedinOutcomes: OutcomeTable = {
  channel: 'linkedin',
  source: 'https://www.linkedin.com/legal/user-agreement (8.2) and https://www.linkedin.com/help/linkedin (messaging)',
  rows: [
    { name: 'signed_out', means: 'credentials', says: 'Nobody is signed in' },
    { name: 'challenge', means: 'account', says: 'LinkedIn wants a person to show who they are' },
    { name: 'restricted', means: 'account', says: 'The account is restricted' },
    { name: 'limit', means: 'limited', says: 'No more messages or invitations for now' },
    { name: 'page_changed', means: 'service', says: 'The page does not look as it should' },
    { name: 'not_clicked', means: 'transient', says: 'It was prepared, and nobody clicked Send' },
    { name: 'not_connected', means: 'permanent', says: 'They are no connection, so nothing can be written' },
    { name: 'no_profile', means: 'permanent', says: 'There is no such profile' },
    { name: 'not_shown', means: 'unknown', says: 'Send was clicked, and the message does not show in the conversation' },
  ],
};
