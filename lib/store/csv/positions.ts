/** Where in the files each record of the chain stands: 14 bytes of memory a record. */
export class Positions {
  private offsets = new Float64Array(1024);
  private lengths = new Uint32Array(1024);
  private segments = new Uint16Array(1024);

  set(seq: number, segment: number, offset: number, bytes: number): void {
    if (seq >= this.offsets.length) this.grow();
    this.offsets[seq] = offset;
    this.lengths[seq] = bytes;
    this.segments[seq] = segment;
  }

  get(seq: number): { readonly segment: number; readonly offset: number; readonly bytes: number } | null {
    const segment = this.segments[seq] ?? 0;
    return segment === 0 ? null : { segment, offset: this.offsets[seq] ?? 0, bytes: this.lengths[seq] ?? 0 };
  }

  private grow(): void {
    const size = this.offsets.length * 2;
    const offsets = new Float64Array(size);
    const lengths = new Uint32Array(size);
    const segments = new Uint16Array(size);
    offsets.set(this.offsets);
    lengths.set(this.lengths);
    segments.set(this.segments);
    [this.offsets, this.lengths, this.segments] = [offsets, lengths, segments];
  }
}
