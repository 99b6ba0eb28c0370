// Who and what the tests are about.
export const ALICE = {
  username: "alice",
  password: "correct horse battery staple",
  claims: {
    name: "Alice Liddell",
    given_name: "Alice",
    family_name: "Liddell",
    nickname: "Al",
    preferred_username: "alice",
    profile: "https://alice.example.test/",
    website: "https://alice.example.test/site",
    gender: "female",
    birthdate: "1990-05-04",
    zoneinfo: "Europe/London",
    locale: "en-GB",
    email_verified: true,
    phone_number: "+44 20 7946 0000",
    address: { street_address: "1 Wonder Lane", locality: "Oxford", country: "GB" },
  },
};

export const REDIRECT = "http://127.0.0.1:9/callback";
export const AFTER_LOGOUT = "http://127.0.0.1:9/bye";

export const WEB = {
  client_name: "Tea Party",
  redirect_uris: [REDIRECT],
  post_logout_redirect_uris: [AFTER_LOGOUT],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  token_endpoint_auth_method: "client_secret_basic",
};

export const MACHINE = {
  client_name: "Clockwork",
  redirect_uris: [],
  grant_types: ["client_credentials"],
  response_types: [],
  token_endpoint_auth_method: "client_secret_basic",
};

/** The engines to run on: SIGNET_E2E_ENGINES, else SQLite, and PostgreSQL where a server was given. */
export const ENGINES = process.env.SIGNET_E2E_ENGINES?.split(",") ?? [
  "sqlite",
  ...(process.env.SIGNET_TEST_POSTGRES_URL ? ["postgres"] : []),
];
