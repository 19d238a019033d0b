import { ServiceError } from "../operation.ts";

/**
 * The service's own words for each way in which authentication fails. All are 403, and the SDK retries none of them.
 */
export const refusals = {
  missing: (): ServiceError => forbidden("MissingAuthenticationTokenException", "Missing Authentication Token"),
  unknownKey: (): ServiceError =>
    forbidden("UnrecognizedClientException", "The security token included in the request is invalid."),
  expiredToken: (): ServiceError =>
    forbidden("ExpiredTokenException", "The security token included in the request is expired"),
  mismatch: (): ServiceError =>
    forbidden(
      "InvalidSignatureException",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    ),
  invalid: (message: string): ServiceError => forbidden("InvalidSignatureException", message),
  incomplete: (message: string): ServiceError => forbidden("IncompleteSignatureException", message),
  badBearer: (): ServiceError => bearer("Authentication failed: Please make sure your API Key is valid."),
  expiredBearer: (): ServiceError => bearer("Bearer Token has expired"),
  notAllowed: (user: string, action: string, resource: string): ServiceError =>
    forbidden(
      "AccessDeniedException",
      `User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
    ),
};

function forbidden(type: string, message: string): ServiceError {
  return new ServiceError(type, 403, message);
}

/** The gateway that reads API keys writes `Message`, not `message`. */
function bearer(message: string): ServiceError {
  return new ServiceError("AccessDeniedException", 403, message, { Message: message });
}
