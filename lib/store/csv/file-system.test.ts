import { expect, test } from 'vitest';
import { lackOfKind } from './file-system.ts';

test.each([
  ['NFS', 0x6969, 'commits'], ['CIFS, which some systems report as a negative number', 0xff534d42 | 0, 'commits'], ['SMB 2', 0xfe534d42, 'commits'], ['9p', 0x01021997, 'commits'], ['FUSE', 0x65735546, 'commits'],
  ['FAT', 0x4d44, 'commits'], ['tmpfs', 0x01021994, 'restart'], ['ramfs', 0x858458f6 | 0, 'restart'],
])('%s loses what it loses', (_, type, loses) => expect(lackOfKind(type)?.loses).toBe(loses));

test.each([['ext4', 0xef53], ['xfs', 0x58465342], ['btrfs', 0x9123683e | 0], ['zfs', 0x2fc12fc1], ['overlay', 0x794c7630], ['f2fs', 0xf2f52010 | 0], ['APFS', 0x1a]])('nothing is known against %s', (_, type) => {
  expect(lackOfKind(type)).toBeNull();
});
