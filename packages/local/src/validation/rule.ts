/** Which rules hold: today's, or also the older and stricter ones. */
export type ValidationMode = "current" | "strict2024";
