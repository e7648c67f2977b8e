/** For how long the reads of one resource are answered from what was there before its last change. */
export class ReadDelay {
  private readsLeft = 0;
  private until = 0;

  /** The next reads are late, or all until a time (epoch milliseconds). */
  begin(reads: number, until: number): void {
    this.readsLeft = reads;
    this.until = until;
  }

  /** Whether this read is late; it is used up by asking. */
  take(now: number): boolean {
    if (this.readsLeft > 0) {
      this.readsLeft -= 1;
      return true;
    }
    return now < this.until;
  }
}
