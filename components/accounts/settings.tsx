'use client';

import { useMay } from '#components/data/use-me.ts';
import { useUrl } from '#components/data/use-url.ts';
import { Page } from '#components/frame/page.tsx';
import { PolicyPart } from '#components/policy/policy-part.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { MyAccount } from './my-account.tsx';
import { Shortcuts } from './shortcuts.tsx';
import { TokenList } from './token-list.tsx';
import { UserList } from './user-list.tsx';

/** One’s own account and looks; for admins the users and tokens too. */
export function Settings() {
  const { value, set } = useUrl();
  const mayUsers = useMay('user.manage');
  const items = [
    { value: 'account', label: 'Account' },
    ...(mayUsers ? [{ value: 'users', label: 'Users' }, { value: 'tokens', label: 'Tokens' }] : []),
    { value: 'policy', label: 'Policy' },
    { value: 'shortcuts', label: 'Shortcuts' },
  ];
  const part = items.find((item) => item.value === value('part'))?.value ?? 'account';
  const panel = 'mx-auto w-full max-w-4xl px-5 py-5 -outline-offset-2 max-sm:px-4';
  return (
    <Page title="Settings">
      <Tabs label="Parts of the settings" value={part} onChange={(next) => set({ part: next === 'account' ? '' : next })} items={items}>
        <TabPanel value="account" className={panel}><MyAccount /></TabPanel>
        <TabPanel value="users" className={panel}><UserList /></TabPanel>
        <TabPanel value="tokens" className={panel}><TokenList /></TabPanel>
        <TabPanel value="policy" className={panel}><PolicyPart /></TabPanel>
        <TabPanel value="shortcuts" className={panel}><Shortcuts /></TabPanel>
      </Tabs>
    </Page>
  );
}
