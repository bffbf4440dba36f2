export declare const STEP_MS: number;
export declare function newSecret(): string;
export declare function stepAt(ms: number): number;
export declare function code(secret: string, step: number): string;
