import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nodeFiles, type Files } from '#lib/store/journal/files.ts';
import type { Random } from './random.ts';

/** The power went: nothing more reaches the disk. */
export class PowerCut extends Error {
  constructor() {
    super('the power is gone');
    this.name = 'PowerCut';
  }
}

/** What happened to the names in a folder, in order, and is not synced yet. */
type NameChange = { readonly name: string; readonly file: File | null };

/** One file, whatever it is called: what is surely on the disk of it. */
interface File {
  durable: Buffer;
}

/**
 * A disk in one folder that loses what was not synced when the power goes. A file keeps what its last sync covered and any part of what was
 * appended since; names keep what the folder's last sync covered and any first part of what changed since. It shows no bytes that were never
 * written, as file systems with ordered data do (ext4 as it comes, XFS, btrfs).
 */
export class LosingDisk {
  readonly files: Files;
  private callsLeft: number;
  private readonly opened = new Map<number, { path: string; file: File | null }>();
  private readonly live = new Map<string, File>();
  private readonly durableNames = new Map<string, File>();
  private pending: NameChange[] = [];
  private readonly folder: string;

  /** The power goes at the call after `calls` others. */
  constructor(folder: string, calls: number) {
    this.folder = folder;
    this.callsLeft = calls;
    for (const name of readdirSync(folder)) this.keep(name, { durable: readFileSync(join(folder, name)) });
    this.files = this.port();
  }

  get isOut(): boolean {
    return this.callsLeft < 0;
  }

  private keep(name: string, file: File): void {
    this.live.set(name, file);
    this.durableNames.set(name, file);
  }

  private spend(): void {
    this.callsLeft -= 1;
    if (this.callsLeft < 0) throw new PowerCut();
  }

  private port(): Files {
    return {
      ...nodeFiles,
      open: (path, flags, mode) => {
        this.spend();
        const isNew = !existsSync(path);
        const fd = nodeFiles.open(path, flags, mode);
        this.opened.set(fd, { path, file: this.fileOf(path, isNew) });
        return fd;
      },
      close: (fd) => {
        this.opened.delete(fd);
        nodeFiles.close(fd);
      },
      write: (fd, bytes, offset) => {
        this.spend();
        return nodeFiles.write(fd, bytes, offset);
      },
      datasync: async (fd) => {
        this.spend();
        this.syncFile(fd);
      },
      sync: (fd) => {
        this.spend();
        this.syncFile(fd);
      },
      rename: (from, to) => {
        this.spend();
        nodeFiles.rename(from, to);
        const file = this.live.get(basename(from));
        if (dirname(to) !== this.folder || !file) return;
        this.live.delete(basename(from));
        this.live.set(basename(to), file);
        this.pending.push({ name: basename(to), file }, { name: basename(from), file: null });
      },
      remove: (path) => {
        // What is tidied up after a failure: with the power gone nobody tidies up.
        if (this.isOut) return;
        this.spend();
        nodeFiles.remove(path);
        this.live.delete(basename(path));
        this.pending.push({ name: basename(path), file: null });
      },
    };
  }

  private fileOf(path: string, isNew: boolean): File | null {
    if (dirname(path) !== this.folder) return null;
    const known = this.live.get(basename(path));
    if (known && !isNew) return known;
    const file: File = { durable: Buffer.alloc(0) };
    this.live.set(basename(path), file);
    this.pending.push({ name: basename(path), file });
    return file;
  }

  private syncFile(fd: number): void {
    const found = this.opened.get(fd);
    if (found?.path === this.folder) {
      for (const { name, file } of this.pending) this.change(this.durableNames, name, file);
      this.pending = [];
    } else if (found?.file) found.file.durable = readFileSync(found.path);
  }

  private change(names: Map<string, File>, name: string, file: File | null): void {
    if (file) names.set(name, file);
    else names.delete(name);
  }

  /** Writes what the disk has after the power is back into another folder. */
  whatIsLeft(target: string, random: Random): void {
    const names = new Map(this.durableNames);
    for (const { name, file } of this.pending.slice(0, random.between(0, this.pending.length))) this.change(names, name, file);
    mkdirSync(target, { recursive: true });
    for (const [name, file] of names) writeFileSync(join(target, name), this.contentOf(file, random));
  }

  /** Synced bytes for sure; of those behind them any first part. */
  private contentOf(file: File, random: Random): Buffer {
    const name = [...this.live].find(([, each]) => each === file)?.[0];
    const path = name === undefined ? null : join(this.folder, name);
    if (path === null || !existsSync(path) || statSync(path).size < file.durable.length) return file.durable;
    const now = readFileSync(path);
    const unsynced = now.length - file.durable.length;
    return now.subarray(0, file.durable.length + random.pick([0, unsynced, random.between(0, unsynced), Math.floor(random.between(0, unsynced) / 512) * 512]));
  }
}
