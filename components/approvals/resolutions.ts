/** What a person can say of a send that nobody knows about, and what comes of each. Pure. */
export const resolutions = [
  { as: 'was_sent', label: 'It was sent', tone: 'plain', warning: 'It is recorded as sent and never sent again. Look in the Sent folder or at the lead’s answer first.' },
  { as: 'send_again', label: 'Send again', tone: 'plain', warning: 'If it did arrive, the lead receives it twice. Make sure it did not: look in the Sent folder, or ask the lead.' },
  { as: 'drop', label: 'Drop it', tone: 'danger', warning: 'Nothing more is sent. If it did not arrive, the lead hears nothing from you.' },
] as const;

export type Resolution = (typeof resolutions)[number];
