import type { OutcomeTable } from '../outcome-table.ts';

/**
 * Codes of the Cloud API and of the Graph API below it; what is told later by webhook has the same codes. For how long it wants to be left alone stands in the header `X-Business-Use-Case-Usage`
 * (`estimated_time_to_regain_access`, in minutes; https://developers.facebook.com/docs/graph-api/overview/rate-limiting).
 */
export const whatsappOutcomes: OutcomeTable = {
  channel: 'whatsapp',
  source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes (18 June 2026)',
  rows: [
    { name: '0', means: 'credentials', says: 'The token cannot be verified' },
    { name: '3', means: 'credentials', says: 'The app lacks a capability or permission' },
    { name: '10', means: 'credentials', says: 'A permission is missing or was taken back' },
    { name: '190', means: 'credentials', says: 'The token has expired' },
    { name: '200', through: 299, means: 'credentials', says: 'A permission is missing or was taken back' },
    { name: '102', means: 'credentials', says: 'The token is not valid' },
    { name: '131005', means: 'credentials', says: 'Access denied' },
    { name: '33', means: 'account', says: 'The business phone number was deleted' },
    { name: '368', means: 'account', says: 'The account is restricted for breaking a policy' },
    { name: '131031', means: 'account', says: 'The account is locked' },
    { name: '131037', means: 'account', says: 'The display name of the number is not approved' },
    { name: '131042', means: 'account', says: 'There is a problem with the payment' },
    { name: '131045', means: 'account', says: 'The number is not registered correctly' },
    { name: '133010', means: 'account', says: 'The number is not registered' },
    { name: '4', means: 'limited', says: 'The app made too many calls' },
    { name: '17', means: 'limited', says: 'The user made too many calls' },
    { name: '341', means: 'limited', says: 'The app reached its limit' },
    { name: '613', means: 'limited', says: 'Calls to this API exceeded the limit' },
    { name: '80007', means: 'limited', says: 'The account reached its limit of calls' },
    { name: '130429', means: 'limited', says: 'The throughput of the number is reached' },
    { name: '131048', means: 'limited', says: 'Too many messages were blocked or flagged as spam' },
    { name: '131056', means: 'transient', says: 'Too many messages to this recipient in a short time' },
    // Turned away on purpose, before anything is sent.
    { name: '131057', means: 'service', says: 'The account is in maintenance' },
    // Failures inside the platform (HTTP 500 and 503): none of them says that nothing was sent.
    { name: '1', means: 'unknown', says: 'The request is invalid, or the server failed' },
    { name: '2', means: 'unknown', says: 'The service is down or overloaded' },
    { name: '131000', means: 'unknown', says: 'Sending failed for a reason that is not known' },
    { name: '131016', means: 'unknown', says: 'The service is overloaded' },
    { name: '131050', means: 'unwanted', says: 'The recipient wants no more marketing messages from this business' },
    { name: '131026', means: 'permanent', says: 'It cannot be delivered: no WhatsApp number, terms not accepted, or an app that is too old' },
    { name: '130472', means: 'permanent', says: 'The recipient is part of an experiment and gets no marketing messages' },
    { name: '130497', means: 'permanent', says: 'The account may not write to this country' },
    // Sent again soon it is held against the sender: whether and when is for a person to say.
    { name: '131049', means: 'permanent', says: 'Held back, so that the recipient does not get too many marketing messages' },
    { name: '100', means: 'ours', says: 'A parameter is not valid' },
    { name: '131008', means: 'ours', says: 'A required parameter is missing' },
    { name: '131009', means: 'ours', says: 'The value of a parameter is not valid' },
    { name: '131021', means: 'ours', says: 'Sender and recipient are the same' },
    { name: '131030', means: 'ours', says: 'The recipient is not among those a test number may write to' },
    { name: '131047', means: 'ours', says: 'More than 24 h since they wrote: only a template may be sent' },
    { name: '131051', means: 'ours', says: 'This type of message is not supported' },
    { name: '132000', means: 'ours', says: 'The template takes another number of values' },
    { name: '132001', means: 'ours', says: 'There is no such template in this language' },
    { name: '132005', means: 'ours', says: 'The text of the template gets too long with these values' },
    { name: '132007', means: 'ours', says: 'The content of the template breaks a policy' },
    { name: '132012', means: 'ours', says: 'A value does not fit the template' },
    { name: '132015', means: 'ours', says: 'The template is paused for low quality' },
    { name: '132016', means: 'ours', says: 'The template is disabled for low quality' },
  ],
};
