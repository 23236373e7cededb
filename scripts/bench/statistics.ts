export interface Row {
  readonly name: string;
  readonly ratio: number;
  readonly against: string;
  readonly target: number;
  readonly better: 'higher' | 'lower';
  readonly note: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
