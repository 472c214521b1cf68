import type { Role } from '#lib/accounts/actor.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { isRole, roleNotes, roleOptions } from './role-words.ts';

export function RoleField({ id, role, onChange }: { id: string; role: Role; onChange: (role: Role) => void }) {
  return (
    <Field id={id} label="Role" hint={`${roleNotes[role]}.`}>
      <Select id={id} label="Role" value={role} options={roleOptions} onChange={(chosen) => isRole(chosen) && onChange(chosen)} />
    </Field>
  );
}
