// github.com/zitadel/oidc/v3/pkg/client/rp, with the handlers that it brings.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log"
	"net/http"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"

	"signet.example/interop/app"
)

func main() {
	environment := app.Read()
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	cookies := httphelper.NewCookieHandler(key, key, httphelper.WithUnsecure())
	scopes := []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail}
	party, err := rp.NewRelyingPartyOIDC(context.Background(), environment.Issuer, environment.ClientID,
		environment.ClientSecret, environment.URL+"/callback", scopes,
		rp.WithCookieHandler(cookies), rp.WithPKCE(cookies), rp.WithSigningAlgsFromDiscovery())
	if err != nil {
		log.Fatal(err)
	}

	fill := func(session *app.Session, tokens *oidc.Tokens[*oidc.IDTokenClaims], info *oidc.UserInfo) error {
		session.RawIDToken, session.AccessToken, session.RefreshToken = tokens.IDToken, tokens.AccessToken, tokens.RefreshToken
		session.IDToken, session.Userinfo = nil, nil
		return errors.Join(plain(tokens.IDTokenClaims, &session.IDToken), plain(info, &session.Userinfo))
	}

	app.Serve(environment, app.Party{
		Begin: func(w http.ResponseWriter, r *http.Request, _ *app.Session) {
			rp.AuthURLHandler(rand.Text, party)(w, r)
		},
		Finish: func(w http.ResponseWriter, r *http.Request, session *app.Session) error {
			err := errors.New("the library refused")
			answer := keep{ResponseWriter: w}
			rp.CodeExchangeHandler(rp.UserinfoCallback(func(_ http.ResponseWriter, _ *http.Request,
				tokens *oidc.Tokens[*oidc.IDTokenClaims], _ string, _ rp.RelyingParty, info *oidc.UserInfo,
			) {
				err = fill(session, tokens, info)
			}), party)(&answer, r)
			if answer.said != "" {
				err = errors.New(answer.said)
			}
			return err
		},
		Refresh: func(ctx context.Context, session *app.Session) error {
			tokens, err := rp.RefreshTokens[*oidc.IDTokenClaims](ctx, party, session.RefreshToken, "", "")
			if err != nil {
				return err
			}
			info, err := rp.Userinfo[*oidc.UserInfo](ctx, tokens.AccessToken, tokens.TokenType, tokens.IDTokenClaims.Subject, party)
			if err != nil {
				return err
			}
			return fill(session, tokens, info)
		},
		Logout: func(ctx context.Context, session *app.Session) (string, error) {
			to, err := rp.EndSession(ctx, party, session.RawIDToken, environment.URL+"/", "bye", "", nil)
			if err != nil {
				return "", err
			}
			if to == nil {
				return "", errors.New("the end_session_endpoint did not redirect")
			}
			return to.String(), nil
		},
	})
}

// keep holds back what a handler says of an error, which belongs to the app's answer.
type keep struct {
	http.ResponseWriter
	said string
}

func (k *keep) WriteHeader(int) {}
func (k *keep) Write(text []byte) (int, error) {
	k.said += string(text)
	return len(text), nil
}

// plain is a value as JSON has it.
func plain(value any, into *map[string]any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}
