import { type Random, type World } from './world.ts';
export declare function randomWish(random: Random, { state }: World): [person: string, type: string, input: unknown];
