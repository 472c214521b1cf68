import { statfsSync } from 'node:fs';

/** What the file system under a folder does not promise, as far as statfs(2) tells its kind. */

export interface FileSystemLack {
  readonly name: string;
  /** In words, after "lies on <name>, ". */
  readonly lack: string;
  /** `commits`: what was acknowledged can be lost or torn while the machine runs. `restart`: everything ends with the machine. */
  readonly loses: 'commits' | 'restart';
}

const shared = (name: string): FileSystemLack => ({ name, lack: 'where an append is not one step when several machines write, and a sync may not reach the disk', loses: 'commits' });
const unknown = (name: string): FileSystemLack => ({ name, lack: 'where another program decides what an append and a sync do', loses: 'commits' });
const plain = (name: string): FileSystemLack => ({ name, lack: 'which knows no owners and rights, no hard links, and can lose a whole file when the power goes during a rename', loses: 'commits' });
const memory = (name: string): FileSystemLack => ({ name, lack: 'in memory: a restart of the machine loses everything', loses: 'restart' });

/** The numbers are those of linux/magic.h and of the kernels' own sources. */
const kinds: ReadonlyMap<number, FileSystemLack> = new Map([
  [0x6969, shared('NFS')], [0x517b, shared('SMB')], [0xff534d42, shared('CIFS')], [0xfe534d42, shared('SMB')], [0x01021997, shared('9p')], [0x5346414f, shared('AFS')], [0x6b414653, shared('AFS')],
  [0x73757245, shared('Coda')], [0x00c36400, shared('Ceph')], [0x0bd00bd0, shared('Lustre')], [0x786f4256, shared('a VirtualBox share')], [0xbacbacbc, shared('a VMware share')],
  [0x65735546, unknown('FUSE')], [0x4d44, plain('FAT')], [0x2011bab0, plain('exFAT')],
  [0x01021994, memory('tmpfs')], [0x858458f6, memory('ramfs')],
]);

/** Null when nothing is known against it. */
export function lackOf(folder: string): FileSystemLack | null {
  return lackOfKind(Number(statfsSync(folder).type));
}

export function lackOfKind(type: number): FileSystemLack | null {
  return kinds.get(type >>> 0) ?? null;
}
