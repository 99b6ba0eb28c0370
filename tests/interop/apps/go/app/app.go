// Package app is what surrounds each library: a web app that keeps its sessions in memory and shows as JSON what the
// library found. ../../../parties/webapp.mjs walks through it.
package app

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"
	"sync"

	"crypto/rand"
)

// Environment is what the runner says, by the names of docs/clients.
type Environment struct {
	Issuer, ClientID, ClientSecret, URL, Listen string
}

// Read takes the environment.
func Read() Environment {
	return Environment{
		Issuer:       os.Getenv("ISSUER"),
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		URL:          os.Getenv("APP_URL"),
		Listen:       os.Getenv("LISTEN"),
	}
}

// Session is one browser's, before and after its sign-in.
type Session struct {
	// What the sign-in under way has to come back with; any of them may be of use to a library.
	State, Nonce, Verifier string `json:"-"`
	Pending                any    `json:"-"`

	IDToken      map[string]any `json:"id_token"`
	Userinfo     map[string]any `json:"userinfo"`
	AccessToken  string         `json:"access_token"`
	RefreshToken string         `json:"-"`
	RawIDToken   string         `json:"-"`
}

// Party is what a library does. An operation that it does not have is nil.
type Party struct {
	// Begin sends the browser away to sign in.
	Begin func(http.ResponseWriter, *http.Request, *Session)
	// Finish handles the callback and fills the session.
	Finish func(http.ResponseWriter, *http.Request, *Session) error
	// Refresh replaces the tokens.
	Refresh func(context.Context, *Session) error
	// Logout answers with where the browser goes.
	Logout func(context.Context, *Session) (string, error)
	// LoggedOut takes a logout token and answers with the sid that it ends.
	LoggedOut func(*http.Request) (string, error)
}

type sessions struct {
	mutex sync.Mutex
	all   map[string]*Session
}

func (s *sessions) of(w http.ResponseWriter, r *http.Request) *Session {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if cookie, err := r.Cookie("app"); err == nil && s.all[cookie.Value] != nil {
		return s.all[cookie.Value]
	}
	id, session := rand.Text(), &Session{}
	s.all[id] = session
	http.SetCookie(w, &http.Cookie{Name: "app", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return session
}

func (s *sessions) end(sid string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for id, session := range s.all {
		if session.IDToken != nil && session.IDToken["sid"] == sid {
			delete(s.all, id)
		}
	}
}

// Serve answers until the process ends.
func Serve(environment Environment, party Party) {
	sessions := sessions{all: map[string]*Session{}}
	show := func(w http.ResponseWriter, session *Session) {
		w.Header().Set("content-type", "application/json")
		if session.IDToken == nil {
			w.WriteHeader(http.StatusUnauthorized)
		}
		_ = json.NewEncoder(w).Encode(session)
	}
	failed := func(w http.ResponseWriter, err error) { http.Error(w, err.Error(), http.StatusInternalServerError) }

	http.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("Outside")) })
	http.HandleFunc("GET /me", func(w http.ResponseWriter, r *http.Request) { show(w, sessions.of(w, r)) })
	http.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) { party.Begin(w, r, sessions.of(w, r)) })
	http.HandleFunc("GET /callback", func(w http.ResponseWriter, r *http.Request) {
		if err := party.Finish(w, r, sessions.of(w, r)); err != nil {
			failed(w, err)
			return
		}
		http.Redirect(w, r, "/me", http.StatusFound)
	})
	http.HandleFunc("GET /refresh", func(w http.ResponseWriter, r *http.Request) {
		session := sessions.of(w, r)
		if err := party.Refresh(r.Context(), session); err != nil {
			failed(w, err)
			return
		}
		show(w, session)
	})
	http.HandleFunc("GET /logout", func(w http.ResponseWriter, r *http.Request) {
		session := sessions.of(w, r)
		to, err := party.Logout(r.Context(), session)
		if err != nil {
			failed(w, err)
			return
		}
		*session = Session{}
		http.Redirect(w, r, to, http.StatusFound)
	})
	http.HandleFunc("POST /backchannel-logout", func(w http.ResponseWriter, r *http.Request) {
		sid, err := party.LoggedOut(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		sessions.end(sid)
	})
	log.Fatal(http.ListenAndServe(environment.Listen, nil))
}

// CheckState compares what came back with what was sent.
func CheckState(r *http.Request, session *Session) error {
	if refusal := r.FormValue("error"); refusal != "" {
		return errors.New(refusal + ": " + r.FormValue("error_description"))
	}
	if session.State == "" || r.FormValue("state") != session.State {
		return errors.New("state is another one")
	}
	return nil
}
