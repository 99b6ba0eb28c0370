// github.com/hashicorp/cap/oidc, which is in Vault, Nomad, Consul and Boundary. It has no call for refresh and logout.
package main

import (
	"errors"
	"log"
	"net/http"
	"time"

	"github.com/hashicorp/cap/oidc"

	"signet.example/interop/app"
)

func main() {
	environment := app.Read()
	redirect := environment.URL + "/callback"
	config, err := oidc.NewConfig(environment.Issuer, environment.ClientID, oidc.ClientSecret(environment.ClientSecret),
		[]oidc.Alg{oidc.RS256}, []string{redirect}, oidc.WithScopes("profile", "email"))
	if err != nil {
		log.Fatal(err)
	}
	provider, err := oidc.NewProvider(config)
	if err != nil {
		log.Fatal(err)
	}

	app.Serve(environment, app.Party{
		Begin: func(w http.ResponseWriter, r *http.Request, session *app.Session) {
			verifier, err := oidc.NewCodeVerifier()
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			pending, err := oidc.NewRequest(time.Minute, redirect, oidc.WithPKCE(verifier))
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			session.Pending = pending
			to, err := provider.AuthURL(r.Context(), pending)
			if err != nil {
				http.Error(w, err.Error(), http.StatusInternalServerError)
				return
			}
			http.Redirect(w, r, to, http.StatusFound)
		},
		Finish: func(_ http.ResponseWriter, r *http.Request, session *app.Session) error {
			pending, ok := session.Pending.(*oidc.Req)
			if !ok {
				return errors.New("no sign-in is under way")
			}
			tokens, err := provider.Exchange(r.Context(), pending, r.FormValue("state"), r.FormValue("code"))
			if err != nil {
				return err
			}
			if err := tokens.IDToken().Claims(&session.IDToken); err != nil {
				return err
			}
			session.AccessToken = string(tokens.AccessToken())
			subject, _ := session.IDToken["sub"].(string)
			return provider.UserInfo(r.Context(), tokens.StaticTokenSource(), subject, &session.Userinfo)
		},
	})
}
