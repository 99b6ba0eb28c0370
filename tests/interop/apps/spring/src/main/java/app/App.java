package app;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A web app that signs people in, is told of logouts, and has an API of its own. */
@SpringBootApplication
@RestController
public class App {
    public static void main(String[] args) {
        SpringApplication.run(App.class, args);
    }

    private final OAuth2AuthorizedClientManager renewing;

    App(ClientRegistrationRepository clients, OAuth2AuthorizedClientRepository authorized) {
        renewing = renewing(clients, authorized);
    }

    /** The API: access tokens by Signet, for the audience that the configuration names. */
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http) throws Exception {
        return http.securityMatcher("/api/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().hasAuthority("SCOPE_orders:read"))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                .build();
    }

    /** The app: sign-in, logout that ends the session at Signet too, and back-channel logout. */
    @Bean
    @Order(2)
    SecurityFilterChain web(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
        var farewell = new OidcClientInitiatedLogoutSuccessHandler(clients);
        farewell.setPostLogoutRedirectUri("{baseUrl}/");
        RequestMatcher byGet = request -> request.getServletPath().equals("/logout");
        return http
                .authorizeHttpRequests(requests -> requests.requestMatchers("/").permitAll().anyRequest().authenticated())
                .oauth2Login(Customizer.withDefaults())
                .oidcLogout(logout -> logout.backChannel(Customizer.withDefaults()))
                .logout(logout -> logout.logoutRequestMatcher(byGet).logoutSuccessHandler(farewell))
                .build();
    }

    @GetMapping("/")
    String outside() {
        return "Outside";
    }

    @GetMapping("/me")
    Map<String, Object> me(@AuthenticationPrincipal OidcUser user,
            @RegisteredOAuth2AuthorizedClient("signet") OAuth2AuthorizedClient client) {
        return told(user, client);
    }

    @GetMapping("/refresh")
    Map<String, Object> refresh(Authentication person, HttpServletRequest request, HttpServletResponse response,
            @RegisteredOAuth2AuthorizedClient("signet") OAuth2AuthorizedClient client) {
        var renewed = renewing.authorize(OAuth2AuthorizeRequest.withAuthorizedClient(client)
                .principal(person)
                .attribute(HttpServletRequest.class.getName(), request)
                .attribute(HttpServletResponse.class.getName(), response)
                .build());
        return told((OidcUser) person.getPrincipal(), renewed);
    }

    @GetMapping("/api/orders")
    Map<String, Object> orders(@AuthenticationPrincipal Jwt token) {
        return Map.of("sub", token.getSubject(), "scope", token.getClaimAsString("scope"));
    }

    /** Refreshes whenever it is asked: a token that lives an hour is taken for expired. */
    private static OAuth2AuthorizedClientManager renewing(ClientRegistrationRepository clients,
            OAuth2AuthorizedClientRepository authorized) {
        var manager = new DefaultOAuth2AuthorizedClientManager(clients, authorized);
        manager.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .refreshToken(refresh -> refresh.clockSkew(Duration.ofDays(1)))
                .build());
        return manager;
    }

    private static Map<String, Object> told(OidcUser user, OAuth2AuthorizedClient client) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id_token", user.getIdToken().getClaims());
        answer.put("userinfo", user.getUserInfo() == null ? Map.of() : user.getUserInfo().getClaims());
        answer.put("name", user.getName());
        answer.put("access_token", client.getAccessToken().getTokenValue());
        return answer;
    }
}
