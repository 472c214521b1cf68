import { hash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { neverBehind } from '#lib/clock.ts';
import { readConfig, type Settings } from '#lib/config.ts';
import { makeIds } from '#lib/ids.ts';
import { openCsvStore, type CsvStore } from '#lib/store/csv/open-store.ts';
import { createMemoryFiles } from '#lib/store/memory/memory-files.ts';
import type { World } from '#lib/world.ts';
import { LosingDisk } from '../losing-disk.ts';
import type { Random } from '../random.ts';
import type { SimClock } from './sim-clock.ts';

/** The product's own store on a disk that forgets what was not synced when the power goes, and everything else that a world needs, from one seed. */
export class SimWorld {
  world: World;
  private readonly place: string;
  private readonly clock: SimClock;
  private readonly random: Random;
  private readonly settings: Settings;
  private disk: LosingDisk;
  private store: CsvStore;

  private constructor(place: string, clock: SimClock, random: Random, settings: Settings, disk: LosingDisk, store: CsvStore) {
    this.place = place;
    this.clock = clock;
    this.random = random;
    this.settings = settings;
    this.disk = disk;
    this.store = store;
    this.world = this.made();
  }

  static async open(place: string, env: Readonly<Record<string, string>>, clock: SimClock, random: Random): Promise<SimWorld> {
    const dataDir = join(place, 'data');
    mkdirSync(join(dataDir, 'journal'), { recursive: true, mode: 0o700 });
    writeFileSync(join(dataDir, 're-engine.json'), '{"product":"RE Engine","version":1}\n');
    const config = readConfig({ ...env, RE_DATA_DIR: dataDir });
    if (!config.ok) throw new Error(JSON.stringify(config.problems));
    const disk = diskOf(dataDir, random);
    return new SimWorld(place, clock, random, config.settings, disk, await storeOn(dataDir, disk, random));
  }

  get dataDir(): string {
    return join(this.place, 'data');
  }

  get powerIsOut(): boolean {
    return this.disk.isOut;
  }

  /** Everything the process had in memory is gone, and of the disk what was not synced. */
  async restart(): Promise<void> {
    await this.store.close().catch((error: unknown) => {
      if (!this.disk.isOut) throw error;
    });
    while (!(await this.openLeft()));
    this.world = this.made();
  }

  /** False when the power goes once more while the store reads what is left. */
  private async openLeft(): Promise<boolean> {
    const left = join(this.place, 'left');
    this.disk.whatIsLeft(left, this.random);
    rmSync(join(this.dataDir, 'journal'), { recursive: true });
    cpSync(left, join(this.dataDir, 'journal'), { recursive: true });
    rmSync(left, { recursive: true });
    this.disk = diskOf(this.dataDir, this.random);
    try {
      this.store = await storeOn(this.dataDir, this.disk, this.random);
      return true;
    } catch (error) {
      if (!this.disk.isOut) throw error;
      return false;
    }
  }

  close(): Promise<void> {
    return this.store.close();
  }

  private made(): World {
    const { random, settings, store } = this;
    const clock = neverBehind(this.clock, () => store.lastAt());
    return { ...createMemoryFiles(), seal, store, clock, ids: makeIds(() => clock.now(), (size) => bytesOf(random, size)), random: () => random.next(), settings };
  }
}

/** The same after every restart: a link that went out goes on to work. */
const seal = (text: string) => hash('sha256', `simulated workspace ${text}`, 'base64url');

const bytesOf = (random: Random, size: number) => Uint8Array.from({ length: size }, () => random.between(0, 255));

/** Once in a few lives the power goes, at any call. */
const callsMax = 6000;

function diskOf(dataDir: string, random: Random): LosingDisk {
  return new LosingDisk(join(dataDir, 'journal'), random.chance(0.6) ? random.between(20, callsMax) : Number.MAX_SAFE_INTEGER);
}

async function storeOn(dataDir: string, disk: LosingDisk, random: Random): Promise<CsvStore> {
  return openCsvStore({ dataDir, files: disk.files, random: () => random.next(), salt: () => Buffer.from(bytesOf(random, 16)).toString('base64url'), segmentBytesMax: 60_000, pollMs: 86_400_000, anyFileSystem: true });
}
