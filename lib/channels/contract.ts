import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { templateChannels } from '#lib/policy/message-template.ts';
import type { Batch, ChannelAdapter, Dispatch } from './port.ts';

/** What one adapter is tested with: itself, and what its peer saw of it. */
export interface ChannelBench {
  /** A fresh adapter on the same peer, as after a restart. */
  open(): ChannelAdapter;
  /** One text per delivery the peer took, with the body in it. */
  delivered(): Promise<readonly string[]>;
  /** Somebody writes to us; gives the external id the adapter must report. */
  writeToUs(n: number): Promise<string>;
  close(): Promise<void>;
}

const never = new AbortController().signal;
const atOnce = { signal: never, waitMs: 0 };

/** The promises of the port, kept by every adapter; run for each of them. */
export function channelContract(name: string, start: () => Promise<ChannelBench>): void {
  describe(`${name} keeps the contract of a channel`, () => {
    let bench: ChannelBench;
    let adapter: ChannelAdapter;
    beforeEach(async () => {
      bench = await start();
      adapter = bench.open();
    });
    afterEach(async () => {
      await adapter.close();
      await bench.close();
    });
    const dispatch = (attempt = 1, body = 'See you at 5.'): Dispatch => ({
      approvalId: 'apr_contract', idempotencyKey: `apr_contract.${attempt}`, attempt, unsubscribe: null, references: [], startedAt: 1_777_000_000_000,
      content: { channel: adapter.channel, sender: adapter.sender, recipient: recipientOn(adapter.channel), subject: adapter.capabilities.subject ? 'Visit' : null, body, attachments: [] },
    });

    test('it delivers once, and says by which id', async () => {
      const outcome = await adapter.send(dispatch(), { signal: never });
      expect(outcome).toMatchObject({ kind: 'accepted', providerId: expect.stringContaining('apr_contract.1'), evidence: expect.stringMatching(/./) });
      const delivered = await bench.delivered();
      expect(delivered).toHaveLength(1);
      expect(delivered[0]).toContain('See you at 5.');
    });

    test('what is sent as a template says which one, with its values, on channels that have some', async (context) => {
      if (!templateChannels.includes(adapter.channel)) return context.skip('this channel has no templates');
      const given = dispatch(1, 'Hello Lee.');
      await adapter.send({ ...given, content: { ...given.content, template: { name: 'contract_hello', language: 'en_US', parameters: ['Lee'] } } }, { signal: never });
      const delivered = await bench.delivered();
      for (const part of ['contract_hello', 'en_US', 'Lee']) expect(delivered[0]).toContain(part);
    });

    test('the id of a delivery follows from the key alone', async () => {
      const first = await adapter.send(dispatch(7), { signal: never });
      const other = await start();
      const again = other.open();
      try {
        expect(await again.send(dispatch(7), { signal: never })).toMatchObject({ kind: 'accepted', ...(first.kind === 'accepted' && { providerId: first.providerId }) });
      } finally {
        await again.close();
        await other.close();
      }
    });

    test('asked to stop before it began, it delivers nothing it calls refused', async () => {
      const outcome = await adapter.send(dispatch(), { signal: AbortSignal.abort(new Error('stop')) });
      if (outcome.kind === 'refused') expect(await bench.delivered()).toEqual([]);
    });

    test('stopped by the last look, it delivers nothing and says why; one that may go on is delivered', async () => {
      const outcome = await adapter.send(dispatch(), { signal: never, lastLook: () => Promise.resolve('they said stop') });
      expect(outcome).toMatchObject({ kind: 'refused', transient: true, code: 'stopped', evidence: expect.stringContaining('they said stop') });
      expect(await bench.delivered()).toEqual([]);
      expect(await adapter.send(dispatch(2), { signal: never, lastLook: () => Promise.resolve(null) })).toMatchObject({ kind: 'accepted' });
    });

    test('stopped by the second look, when all but its end may be on its way, it delivers nothing', async () => {
      let looks = 0;
      const outcome = await adapter.send(dispatch(), { signal: never, lastLook: () => Promise.resolve((looks += 1) > 1 ? 'they said stop' : null) });
      if (looks > 1) expect([outcome, await bench.delivered()]).toMatchObject([{ kind: 'refused', code: 'stopped' }, []]);
      else expect(outcome).toMatchObject({ kind: 'accepted' });
    });

    test('what it delivered and filed is found again after a restart; what it never had is not claimed', async () => {
      if (!adapter.capabilities.reconcile) return expect(adapter.capabilities.reconcile).toBe(false);
      await adapter.send(dispatch(), { signal: never });
      await adapter.fileCopy?.(dispatch(), { signal: never });
      const later = bench.open();
      try {
        expect(await later.reconcile(dispatch(), { signal: never })).toMatchObject({ kind: 'sent' });
        expect((await later.reconcile(dispatch(2), { signal: never })).kind).not.toBe('sent');
      } finally {
        await later.close();
      }
    });

    test('what was approved to go out from an address that is not ours is refused for good, and nobody gets it', async () => {
      const outcome = await adapter.send(fromAnother(dispatch()), { signal: never });
      expect(outcome).toMatchObject({ kind: 'refused', transient: false, code: 'sender_changed' });
      expect(await bench.delivered()).toEqual([]);
    });

    test('of what went out from an address that is not ours it does not say that it was never sent', async () => {
      if (!adapter.capabilities.reconcile) return expect(adapter.capabilities.reconcile).toBe(false);
      expect(await adapter.reconcile(fromAnother(dispatch()), { signal: never })).toMatchObject({ kind: 'cannot_tell' });
    });

    test('filing a copy again leaves one message to be found, and delivers nothing', async () => {
      await adapter.send(dispatch(), { signal: never });
      await adapter.fileCopy?.(dispatch(), { signal: never });
      await adapter.fileCopy?.(dispatch(), { signal: never });
      expect(await bench.delivered()).toHaveLength(1);
    });

    test('everything that came in is handed out once, in bounded batches, and a restart goes on from the cursor', async () => {
      const written: string[] = [];
      for (let i = 0; i < 60; i++) written.push(await bench.writeToUs(i));
      const got: string[] = [];
      let cursor: string | null = null;
      let more = true;
      while (more) {
        const batch: Batch = await adapter.receive(cursor, atOnce);
        expect(batch.items.length).toBeLessThanOrEqual(50);
        got.push(...batch.items.map((item) => (item.kind === 'message' ? item.message.externalId : `unreadable ${item.externalId}`)));
        cursor = batch.cursor;
        more = batch.more;
      }
      expect(got.toSorted()).toEqual(written.toSorted());
      const late = await bench.writeToUs(60);
      await adapter.close();
      adapter = bench.open();
      const after = await adapter.receive(cursor, atOnce);
      expect(after.items).toMatchObject([{ kind: 'message', message: { externalId: late, channel: adapter.channel, direction: 'in' } }]);
    });

    test('a batch that was not recorded comes again', async () => {
      await bench.writeToUs(1);
      const lost = await adapter.receive(null, atOnce);
      expect(lost.items).toHaveLength(1);
      expect((await adapter.receive(null, atOnce)).items).toHaveLength(1);
    });

    test('waiting for news ends when it is told to', async () => {
      const stop = new AbortController();
      const waiting = adapter.receive(null, { signal: stop.signal, waitMs: 60_000 }).then(() => 'ended', () => 'ended');
      stop.abort(new Error('stop'));
      expect(await waiting).toBe('ended');
    });

    test('it says that it works', async () => {
      expect(await adapter.probe({ signal: never })).toMatchObject({ kind: 'ok', account: expect.stringContaining(adapter.sender) });
    });
  });
}

const fromAnother = (dispatch: Dispatch): Dispatch => ({ ...dispatch, content: { ...dispatch.content, sender: 'them@example.net' } });

function recipientOn(channel: ChannelAdapter['channel']): string {
  const recipients = { email: 'lee@example.net', whatsapp: '+17205550100', telegram: 'lee_wong', linkedin: 'lee-wong', messenger: 'lee.wong' } as const;
  return recipients[channel];
}
