// No AWS setting of the machine reaches a test, and no test can look for credentials outside the loopback.
for (const name of Object.keys(process.env)) {
  if (/^(AWS_|BEDROCK_|LANGSMITH_|LANGCHAIN_|LC_OUTPUT_VERSION$|(https?|no|all)_proxy$)/i.test(name)) {
    delete process.env[name];
  }
}
process.env.AWS_EC2_METADATA_DISABLED = "true";
process.env.AWS_CONFIG_FILE = "/nonexistent/aws-config";
process.env.AWS_SHARED_CREDENTIALS_FILE = "/nonexistent/aws-credentials";
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
