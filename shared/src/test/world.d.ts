import { houseCatalog, type Catalog } from '../domain/catalog.ts';
import type { Happened } from '../domain/feature.ts';
import type { FileFacts, HouseGroup, HousePerson } from '../domain/records.ts';
import { type Refusal } from '../domain/refusal.ts';
import { type Memory } from '../domain/state.ts';
export type Random = () => number;
/** mulberry32: small, well spread, the same everywhere. */
export declare function seeded(seed: number): Random;
export declare const pick: <T>(random: Random, list: readonly T[]) => T;
export declare function roster(delegates: number): {
    people: readonly HousePerson[];
    groups: readonly HouseGroup[];
};
export declare const factsOf: (sha256: string) => FileFacts;
export declare const conveneInput: {
    title: string;
    council: string;
    place: string;
    term: string;
    ordinal: number;
    sessionKind: 'regular';
    startsOn: string;
    profile: import("../domain/rules/types.ts").RuleProfile;
};
/** Ed25519 by Node, from the raw key: the test's own way, not the server's. */
export declare function verifyEd25519(key: string, text: string, signature: string): boolean;
export interface Logged extends Happened {
    readonly seq: number;
    readonly at: string;
    readonly actor: string;
}
export interface World {
    readonly state: Memory;
    readonly log: readonly Logged[];
    /** Carries a wish out as `person` would; refusals change nothing. */
    wish(person: string, type: string, input: unknown): Refusal | readonly Logged[];
    at(): string;
    tick(ms: number): void;
}
export declare function createWorld(delegates?: number, catalog?: Catalog): World;
/** Folds a log from nothing: what a restart does. */
export declare function refold(log: readonly Logged[], catalog?: Catalog): Memory;
export { houseCatalog };
