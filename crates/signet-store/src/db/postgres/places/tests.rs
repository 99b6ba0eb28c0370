use tokio::sync::oneshot::error::TryRecvError;

use super::*;

fn token() -> RouteShare {
    RouteShare::of("POST", "/token")
}

#[track_caller]
fn assert_called(ticket: &mut Ticket<'_>) {
    assert_eq!(ticket.called.try_recv(), Ok(()));
}

#[track_caller]
fn assert_waits(ticket: &mut Ticket<'_>) {
    assert_eq!(ticket.called.try_recv(), Err(TryRecvError::Empty));
}

/// As many places as requests of this route get now.
fn all_of(places: &Arc<Places>, route: &str) -> Vec<Place> {
    std::iter::from_fn(|| places.take(&RouteShare::of("POST", route))).collect()
}

#[test]
fn one_route_alone_holds_two_thirds_and_leaves_the_rest() {
    for (count, most) in [(1, 1), (2, 2), (3, 2), (4, 3), (10, 7), (20, 14), (100, 67)] {
        assert_eq!(all_of(&Places::new(count), "/token").len(), most, "of {count}");
    }
}

#[test]
fn work_that_is_no_request_may_hold_every_place() {
    let places = Places::new(10);
    let held: Vec<Place> = std::iter::from_fn(|| places.take(&RouteShare::no_request())).collect();
    assert_eq!(held.len(), 10);
    assert!(places.take(&token()).is_none());
}

#[test]
fn three_routes_that_are_stuck_leave_a_place_for_a_fourth() {
    let places = Places::new(10);
    let stuck = ["/token", "/userinfo", "/introspect"];
    let mut held: Vec<Place> = stuck.iter().flat_map(|route| all_of(&places, route)).collect();
    // Each wants more all the time, and whoever holds a place longest gives it back.
    let mut waiting = Vec::new();
    for round in 0..30 {
        waiting.extend(stuck.iter().map(|route| places.enter(&RouteShare::of("POST", route)).unwrap()));
        let fourth = RouteShare::of("GET", "/login");
        let mut login = places.enter(&fourth).unwrap();
        held.remove(0);
        assert!(login.called.try_recv().is_ok(), "round {round}");
        drop(places.place(&fourth));
        let (called, others): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .map(|mut ticket| (ticket.called.try_recv().is_ok(), ticket))
            .partition(|(is_called, _)| *is_called);
        held.extend(called.iter().map(|(_, ticket)| places.place(&ticket.share)));
        waiting = others.into_iter().map(|(_, ticket)| ticket).collect();
    }
    let held_by = |route: &str| held.iter().filter(|place| place.share == RouteShare::of("POST", route)).count();
    assert_eq!(stuck.map(held_by), [3, 3, 3]);
    assert!(places.take(&RouteShare::of("GET", "/login")).is_some());
}

#[test]
fn a_request_that_has_begun_goes_before_one_that_has_not() {
    let places = Places::new(1);
    let (first, second, begun) = (token(), token(), token());
    drop(places.take(&begun).unwrap());
    let held = places.take(&token()).unwrap();
    let mut waits = [&first, &second, &begun].map(|share| places.enter(share).unwrap());
    let mut order = Vec::new();
    drop(held);
    for _ in 0..3 {
        let at = waits.iter_mut().position(|ticket| ticket.called.try_recv().is_ok()).unwrap();
        order.push(at);
        drop(places.place(&waits[at].share.clone()));
    }
    assert_eq!(order, [2, 0, 1]);
}

#[test]
fn whoever_holds_a_place_takes_any_that_is_free() {
    let places = Places::new(4);
    let own = token();
    let first = places.take(&own).unwrap();
    let mut others = all_of(&places, "/token");
    assert_eq!(others.len(), 2);
    assert!(places.take(&token()).is_none(), "one is left for other routes");
    let second = places.take(&own).unwrap();
    // And goes before a route that holds fewer, also in line.
    let mut login = places.enter(&RouteShare::of("GET", "/login")).unwrap();
    let mut third = places.enter(&own).unwrap();
    others.pop();
    assert_called(&mut third);
    assert_waits(&mut login);
    drop((first, second));
    assert_eq!(own.progress(), Progress::Begun);
}

#[test]
fn who_goes_away_when_called_gives_the_place_to_the_next() {
    let places = Places::new(1);
    let held = places.take(&token()).unwrap();
    let (away, mut next) = (places.enter(&token()).unwrap(), places.enter(&token()).unwrap());
    drop(held);
    // The first was called.
    assert_waits(&mut next);
    drop(away);
    assert_called(&mut next);
    drop(places.place(&token()));
    drop(next);
    assert_eq!(places.lock().free, 1);
    assert!(places.lock().routes.is_empty(), "nothing is kept of a route that has nothing");
}

#[tokio::test]
async fn who_waits_too_long_leaves_the_line() {
    let places = Places::new(1);
    let held = places.take(&token()).unwrap();
    assert!(places.wait(&token(), Duration::ZERO).await.is_none());
    drop(held);
    assert!(places.wait(&token(), Duration::from_secs(60)).await.is_some());
    assert_eq!(places.lock().free, 1);
}

#[tokio::test]
async fn it_is_closed_when_every_place_is_free() {
    let places = Places::new(2);
    let held = places.take(&token()).unwrap();
    let closing = tokio::spawn({
        let places = Arc::clone(&places);
        async move { places.close().await }
    });
    tokio::task::yield_now().await;
    assert!(!closing.is_finished());
    drop(held);
    closing.await.unwrap();
    assert!(places.take(&token()).is_none());
    assert!(places.wait(&token(), Duration::from_secs(60)).await.is_none());
}
