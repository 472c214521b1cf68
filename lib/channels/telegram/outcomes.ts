import type { OutcomeTable } from '../outcome-table.ts';

/**
 * The Bot API numbers its answers like HTTP and tells the rest in words, after a prefix such as “Forbidden: ”: a name is the number with those words behind a slash. Words may change;
 * the number alone still says what is safe to do. `retry_after` of a 429 is the wait.
 */
export const telegramOutcomes: OutcomeTable = {
  channel: 'telegram',
  source: 'https://core.telegram.org/bots/api#making-requests and https://core.telegram.org/bots/faq; words as in https://github.com/tdlib/telegram-bot-api',
  rows: [
    { name: '401', means: 'credentials', says: 'The token of the bot is not valid' },
    { name: '404', means: 'credentials', says: 'No bot has this token' },
    { name: '429', means: 'limited', says: 'Too many requests' },
    { name: '403/bot was blocked by the user', means: 'unwanted', says: 'They blocked the bot' },
    { name: '403/user is deactivated', means: 'nobody_there', says: 'The account was deleted' },
    { name: "403/bot can't initiate conversation with a user", means: 'permanent', says: 'They never wrote to the bot' },
    // Seen for minutes with people who are reached again later, so it says nothing of them.
    { name: '403', means: 'permanent', says: 'The bot may not write to them' },
    { name: '400/chat not found', means: 'permanent', says: 'The bot does not know this chat' },
    { name: '400/message is too long', means: 'ours', says: 'The message is too long' },
    { name: '400', means: 'ours', says: 'The request is not valid' },
    { name: '413', means: 'ours', says: 'The message is too large' },
    { name: '500', means: 'unknown', says: 'The server failed' },
    { name: '502', means: 'unknown', says: 'No answer came from behind the gateway' },
  ],
};
