import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";

/** Writes shared AWS files for one test and points the environment at them. */
export function useAwsFiles(files: { config?: string; credentials?: string }): string {
  const folder = mkdtempSync(join(tmpdir(), "aws-auth-"));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  vi.stubEnv("AWS_CONFIG_FILE", write("config", files.config ?? ""));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", write("credentials", files.credentials ?? ""));
  vi.stubEnv("HOME", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The profile `p1`, with keys and a region. */
export const profileP1: { config: string; credentials: string } = {
  config: "[profile p1]\nregion = eu-central-1\n\n[profile p2]\nregion = eu-central-1\n",
  credentials:
    "[p1]\naws_access_key_id = AKIDPROFILE1\naws_secret_access_key = profile-1-secret\n\n" +
    "[p2]\naws_access_key_id = AKIDPROFILE2\naws_secret_access_key = profile-2-secret\n",
};
