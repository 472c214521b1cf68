import type { TabId } from './inbox-filter.ts';

/** What each empty tab says. Pure. */
export function emptyWords(tab: TabId): { title: string; detail: string } {
  switch (tab) {
    case 'pending':
      return { title: 'Nothing to review', detail: 'New drafts appear here by themselves as messages come in.' };
    case 'scheduled':
      return { title: 'Nothing waits to go out', detail: 'What you approve stands here until it is sent.' };
    case 'uncertain':
      return { title: 'No uncertain sends', detail: 'If nobody can tell whether a message went out, it waits here for a person.' };
    case 'sent':
      return { title: 'Nothing sent yet', detail: 'Approved messages come here once the channel has accepted them.' };
    case 'rejected':
      return { title: 'Nothing rejected', detail: 'Rejected drafts are kept here with their reason.' };
    case 'stopped':
      return { title: 'Nothing was stopped', detail: 'Blocked, failed, cancelled and expired drafts are kept here with the reason.' };
  }
}
