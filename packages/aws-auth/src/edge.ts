export const platform: string = "edge";
