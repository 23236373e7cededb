export async function printManifests(..._: unknown[]): Promise<void> { await Promise.resolve(); }
