// github.com/coreos/go-oidc/v3 with golang.org/x/oauth2; docs/clients/go.md has the same in short.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log"
	"net/http"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"signet.example/interop/app"
)

func main() {
	environment := app.Read()
	provider, err := oidc.NewProvider(context.Background(), environment.Issuer)
	if err != nil {
		log.Fatal(err)
	}
	var more struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&more); err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     environment.ClientID,
		ClientSecret: environment.ClientSecret,
		Endpoint:     provider.Endpoint(),
		RedirectURL:  environment.URL + "/callback",
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: environment.ClientID})

	// Fills the session from a token answer; at a refresh there is no nonce.
	fill := func(ctx context.Context, session *app.Session, tokens *oauth2.Token, nonce string) error {
		raw, ok := tokens.Extra("id_token").(string)
		if !ok {
			return errors.New("no id_token")
		}
		token, err := verifier.Verify(ctx, raw)
		if err != nil {
			return err
		}
		if nonce != "" && token.Nonce != nonce {
			return errors.New("nonce is another one")
		}
		if err := token.VerifyAccessToken(tokens.AccessToken); err != nil {
			return err
		}
		info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
		if err != nil {
			return err
		}
		session.RawIDToken, session.AccessToken, session.RefreshToken = raw, tokens.AccessToken, tokens.RefreshToken
		return errors.Join(token.Claims(&session.IDToken), info.Claims(&session.Userinfo))
	}

	app.Serve(environment, app.Party{
		Begin: func(w http.ResponseWriter, r *http.Request, session *app.Session) {
			session.State, session.Nonce, session.Verifier = rand.Text(), rand.Text(), oauth2.GenerateVerifier()
			to := config.AuthCodeURL(session.State, oidc.Nonce(session.Nonce), oauth2.S256ChallengeOption(session.Verifier))
			http.Redirect(w, r, to, http.StatusFound)
		},
		Finish: func(_ http.ResponseWriter, r *http.Request, session *app.Session) error {
			if err := app.CheckState(r, session); err != nil {
				return err
			}
			tokens, err := config.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(session.Verifier))
			if err != nil {
				return err
			}
			return fill(r.Context(), session, tokens, session.Nonce)
		},
		Refresh: func(ctx context.Context, session *app.Session) error {
			old := &oauth2.Token{RefreshToken: session.RefreshToken, Expiry: time.Now().Add(-time.Hour)}
			tokens, err := config.TokenSource(ctx, old).Token()
			if err != nil {
				return err
			}
			return fill(ctx, session, tokens, "")
		},
		Logout: func(_ context.Context, session *app.Session) (string, error) {
			query := url.Values{"id_token_hint": {session.RawIDToken}, "post_logout_redirect_uri": {environment.URL + "/"}}
			return more.EndSession + "?" + query.Encode(), nil
		},
		LoggedOut: func(r *http.Request) (string, error) {
			token, err := verifier.VerifyLogout(r.Context(), r.PostFormValue("logout_token"))
			if err != nil {
				return "", err
			}
			return token.SessionID, nil
		},
	})
}
