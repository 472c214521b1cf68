'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Answers } from '#lib/channels/sandbox/list-answers.ts';
import { channelNames, type Channel } from '#lib/channels/channel.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { asTyped, effectSentence, plannedWords } from './answer-words.ts';

type OfChannel = Answers['items'][number];

/** Tells a channel what to answer to the next messages, so that a team sees what comes of trouble before it has any. */
export function AnswerForm({ channel }: { channel: Channel }) {
  const { data, error, refetch } = useQuery({ queryKey: keys.sandbox.answers, queryFn: ({ signal }) => get<Answers>('/api/sandbox/answers', { signal }) });
  const own = data?.items.find((each) => each.channel === channel);
  if (data && !own) return null;
  if (!own) return error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <RowsSkeleton label="Loading what the channel can answer" rows={3} />;
  return <Form key={channel} own={own} />;
}

function Form({ own: { channel, possible, next } }: { own: OfChannel }) {
  const client = useQueryClient();
  const mayPlay = useMay('sandbox.play');
  const [name, setName] = useState(possible[0]?.name ?? '');
  const [wait, setWait] = useState('');
  const [times, setTimes] = useState('1');
  const { write, problem, isBusy } = useFormWrite(wait !== '' || times !== '1');
  const chosen = possible.find((each) => each.name === name);
  if (!chosen) return null;
  const asksForTime = chosen.mayNameWait;
  const done = () => client.invalidateQueries({ queryKey: keys.sandbox.answers });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!mayPlay || isBusy) return;
    const told = { channel, name, times: asTyped(times), ...(asksForTime && wait.trim() !== '' && { retryAfterSeconds: asTyped(wait) }) };
    if (!(await write('POST', '/api/sandbox/answers', told))) return;
    setWait('');
    setTimes('1');
    await done();
  };
  const forget = async () => {
    if (!(await write('DELETE', `/api/sandbox/answers/${channel}`, {}))) return;
    await done();
    // Its button is gone with what it took back.
    document.getElementById('answer-name')?.focus();
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      <Field id="answer-name" label={`${channelNames[channel]} answers`} hint={effectSentence(chosen)} error={fieldProblem(problem, 'name')}>
        <Select id="answer-name" describedBy="answer-name-hint answer-name-error" label={`${channelNames[channel]} answers`} value={name} onChange={setName} className="max-w-full" options={possible.map((each) => ({ value: each.name, label: each.name === 'no_answer' || each.name === 'unreachable' ? each.says : `${each.name}: ${each.says}` }))} />
      </Field>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <TextField id="answer-times" label="To how many messages" inputMode="numeric" value={times} maxLength={3} error={fieldProblem(problem, 'times')} onText={setTimes} />
        {asksForTime && <TextField id="answer-wait" label="It asks to wait (s)" inputMode="numeric" value={wait} maxLength={7} placeholder="says nothing" error={fieldProblem(problem, 'retryAfterSeconds')} onText={setWait} />}
      </div>
      {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
      {!mayPlay && <p className="text-sm text-ink-3">Playing a channel needs the role agent.</p>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" disabled={!mayPlay || isBusy}>Answer so</Button>
        {next.length > 0 && <Button tone="quiet" disabled={!mayPlay || isBusy} onClick={() => void forget()}>Deliver again</Button>}
      </div>
      <p role="status" className="text-sm text-ink-3">{next.length === 0 ? 'The next message is delivered.' : `Answered next: ${plannedWords(next)}. Then messages are delivered again.`}</p>
    </form>
  );
}
