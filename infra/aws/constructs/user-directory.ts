import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  Mfa,
  StringAttribute,
  UserPool,
  type UserPoolClientOptions,
  type UserPoolProps,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { TokenIssuer } from '../platform.ts';

export interface UserDirectoryProps {
  readonly groups: readonly string[];
  readonly isRetained: boolean;
}

/** Characters of a password. NIST SP 800-63B asks for 8 beside a second factor; here it may be the only one. */
const MIN_PASSWORD_LENGTH = 14;

/** How long a token counts: what a user was taken away counts no longer. Sessions go on by the refresh token for a day. */
const TOKEN_VALIDITY = Duration.minutes(15);
const SESSION = Duration.days(1);

const USERS: UserPoolProps = {
  selfSignUpEnabled: false,
  signInAliases: { email: true },
  signInCaseSensitive: false,
  autoVerify: { email: true },
  standardAttributes: { email: { required: true, mutable: true } },
  customAttributes: { tenant: new StringAttribute({ minLen: 1, maxLen: 63, mutable: true }) },
  passwordPolicy: {
    minLength: MIN_PASSWORD_LENGTH,
    ...{ requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true },
    tempPasswordValidity: Duration.days(3),
  },
  mfa: Mfa.OPTIONAL,
  mfaSecondFactor: { otp: true, sms: false },
  accountRecovery: AccountRecovery.EMAIL_ONLY,
};

/** What it may write is listed, and the tenant is not in the list. */
const CLIENT: UserPoolClientOptions = {
  authFlows: { userSrp: true, adminUserPassword: true },
  disableOAuth: true,
  generateSecret: false,
  preventUserExistenceErrors: true,
  enableTokenRevocation: true,
  idTokenValidity: TOKEN_VALIDITY,
  accessTokenValidity: TOKEN_VALIDITY,
  refreshTokenValidity: SESSION,
  readAttributes: new ClientAttributes().withStandardAttributes({ email: true }).withCustomAttributes('tenant'),
  writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
};

/**
 * Users for whoever has no issuer of tokens. An administrator makes them and says of which tenant each is: the client may
 * not write that attribute, so nobody moves to another tenant by himself.
 */
export class UserDirectory extends Construct {
  readonly userPoolId: string;
  readonly clientId: string;

  constructor(scope: Construct, id: string, { groups, isRetained }: UserDirectoryProps) {
    super(scope, id);

    const pool = new UserPool(this, 'Users', {
      ...USERS,
      deletionProtection: isRetained,
      removalPolicy: isRetained ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(pool, {
      'AwsSolutions-COG2': 'Each user may register a second factor; to force one is for whoever owns the users.',
      'AwsSolutions-COG8': 'What the Plus plan adds is paid by user and month; whoever wants it turns it on.',
    });
    for (const groupName of groups) pool.addGroup(`Group-${groupName}`, { groupName });

    const client = pool.addClient('Client', CLIENT);
    this.userPoolId = pool.userPoolId;
    this.clientId = client.userPoolClientId;
  }
}

/**
 * The user pool as an issuer. Its ID tokens name client, tenant and groups; its access tokens have no audience.
 *
 * Source: Cognito developer guide, "Verifying JSON web tokens".
 */
export function issuerOf(userPoolId: string, clientId: string): TokenIssuer {
  const issuer = `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${userPoolId}`;
  return { issuer, audience: clientId, jwksUri: `${issuer}/.well-known/jwks.json` };
}
