"""The addresses of WEBHOOK_URLS: what is taken, and what stops the start, said in words."""

import pytest

from shared.core.webhook_endpoints import MAX_ENDPOINTS, Endpoint, read_endpoints
from shared.settings import Settings, SettingsError

GOOD = "https://hooks.example.com/careerlens?tenant=7"


def refusal(*urls: str, may_be_local: bool = False) -> str:
    """Return the words in which addresses are refused."""
    with pytest.raises(ValueError, match="WEBHOOK_URLS") as refused:
        read_endpoints(urls, may_be_local=may_be_local)
    return str(refused.value)


def test_an_address_is_taken_apart() -> None:
    """Host, port, path and query are what is called."""
    (endpoint,) = read_endpoints([GOOD], may_be_local=False)
    assert endpoint == Endpoint(
        url=GOOD, host="hooks.example.com", port=443, target="/careerlens?tenant=7"
    )
    assert endpoint.authority == "hooks.example.com"


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://hooks.example.com", "hooks.example.com", "/"),
        ("https://hooks.example.com:443/", "hooks.example.com", "/"),
        ("https://HOOKS.Example.COM/A", "hooks.example.com", "/A"),
        ("https://a-b.c.xn--p1ai/%20x;y=1", "a-b.c.xn--p1ai", "/%20x;y=1"),
    ],
)
def test_other_ways_to_write_one(url: str, host: str, target: str) -> None:
    """No path is the root; a host is the same in capitals; escapes stay as they are."""
    (endpoint,) = read_endpoints([url], may_be_local=False)
    assert (endpoint.host, endpoint.port, endpoint.target) == (host, 443, target)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example.com/", "https"),
        ("ftp://hooks.example.com/", "https"),
        ("//hooks.example.com/", "https"),
        ("hooks.example.com", "https"),
        ("HTTPS://user@hooks.example.com/", "no user"),
        ("https://user:pass@hooks.example.com/", "no user"),
        ("https://@hooks.example.com/", "no user"),
        ("https://hooks.example.com:8443/", "port 443"),
        ("https://hooks.example.com:80/", "port 443"),
        ("https://hooks.example.com:99999/", "not an address"),
        ("https://hooks.example.com/#x", "fragment"),
        ("https://hooks.example.com/#", "fragment"),
        ("https://127.0.0.1/", "public name"),
        ("https://8.8.8.8/", "public name"),
        ("https://127.1/", "public name"),
        ("https://2130706433/", "public name"),
        ("https://0x7f000001/", "public name"),
        ("https://0x7f.0.0.0x1/", "public name"),
        ("https://[::1]/", "public name"),
        ("https://[::1", "not an address"),
        ("https://localhost/", "public name"),
        ("https://metadata/", "public name"),
        ("https:///path", "public name"),
        ("https://hooks..example.com/", "public name"),
        ("https://hooks.example.com./", "public name"),
        ("https://-hooks.example.com/", "public name"),
        ("https://hooks_x.example.com/", "public name"),
        ("https://h\u00f6oks.example.com/", "public name"),
        ("https://\uff11\uff12\uff17.0.0.1/", "public name"),
        (f"https://{'a' * 64}.example.com/", "public name"),
        (f"https://{'a.' * 127}example.com/", "public name"),
        ("https://metadata.google.internal/", "private network"),
        ("https://printer.local/", "private network"),
        ("https://x.localhost/", "private network"),
        ("https://hooks.example.com/a b", "escaped"),
        ("https://hooks.example.com/\u00f6", "escaped"),
        ("https://hooks.example.com/?q=<x>", "escaped"),
        (f"https://hooks.example.com/{'a' * 1000}", "longer"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused(url: str, why: str) -> None:
    """The message says which one and why, and never repeats it: it may hold a secret."""
    said = refusal(GOOD, url)
    assert said.startswith("WEBHOOK_URLS, address 2: ")
    assert why in said
    assert url not in said


@pytest.mark.parametrize("character", ["\n", "\r", "\t", "\0", "\x7f"])
def test_control_characters_reach_no_request(character: str) -> None:
    """A line end in an address would be a header of its own; Python's own parser drops some."""
    try:
        (endpoint,) = read_endpoints([f"{GOOD}{character}x:y"], may_be_local=False)
    except ValueError:
        return
    pytest.fail(f"{endpoint.target!r} was taken")


def test_a_handful_is_taken_and_no_more() -> None:
    """More endpoints would make every end of a job wait longer."""
    urls = [f"https://hooks.example.com/{number}" for number in range(MAX_ENDPOINTS + 1)]
    assert len(read_endpoints(urls[1:], may_be_local=False)) == MAX_ENDPOINTS
    assert "5 addresses" in refusal(*urls)


def test_an_address_that_comes_twice_is_a_mistake() -> None:
    """It would be the same task, and be told once."""
    assert "twice" in refusal(GOOD, GOOD)


def test_a_name_tells_endpoints_apart_and_hides_the_address() -> None:
    """Tasks and logs have the name; the path may be what a receiver takes for a secret."""
    one, other = read_endpoints([GOOD, f"{GOOD}0"], may_be_local=False)
    assert one.name != other.name
    assert len(one.name) == 16
    assert one.name == read_endpoints([GOOD], may_be_local=False)[0].name


def test_this_machine_is_an_endpoint_where_nothing_is_real() -> None:
    """In a demo project a receiver may listen on 127.0.0.1, without TLS."""
    (endpoint,) = read_endpoints(["http://127.0.0.1:9000/hook"], may_be_local=True)
    assert (endpoint.is_local, endpoint.port, endpoint.target) == (True, 9000, "/hook")
    assert endpoint.authority == "127.0.0.1:9000"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:9000/",
        "http://127.0.0.2:9000/",
        "http://[::1]:9000/",
        "http://10.0.0.1/",
        "http://hooks.example.com/",
        "https://127.0.0.1:9000/",
        "http://u@127.0.0.1:9000/",
    ],
)
def test_not_even_there_is_anything_else_called_without_tls(url: str) -> None:
    """One address, written one way."""
    refusal(url, may_be_local=True)


# --- as settings ----------------------------------------------------------------------------------

SENDER = {"WEBHOOK_FUNCTION_URL": "https://webhooks.example"}


def test_settings_know_their_endpoints() -> None:
    """Separated by commas, as every list in the environment."""
    settings = Settings.from_environment(
        {"GOOGLE_CLOUD_PROJECT": "real", "WEBHOOK_URLS": f"{GOOD}, {GOOD}0", **SENDER}
    )
    assert [endpoint.url for endpoint in settings.webhook_endpoints] == [GOOD, f"{GOOD}0"]


def test_this_machine_stops_the_start_of_a_real_project() -> None:
    """A real project calls nothing without TLS, and nothing on its own machine."""
    local = {"WEBHOOK_URLS": "http://127.0.0.1:9000/", **SENDER}
    assert Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "demo-x", **local}).webhook_endpoints
    with pytest.raises(SettingsError, match="address 1: it must begin with https"):
        Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "real", **local})


def test_endpoints_without_who_sends_stop_the_start() -> None:
    """Otherwise no job could end: its webhooks could not be put into the queue."""
    with pytest.raises(SettingsError, match="WEBHOOK_FUNCTION_URL"):
        Settings.from_environment({"GOOGLE_CLOUD_PROJECT": "real", "WEBHOOK_URLS": GOOD})


def test_a_refusal_repeats_no_address() -> None:
    """What stops the start is in the log of the start."""
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment(
            {"GOOGLE_CLOUD_PROJECT": "real", "WEBHOOK_URLS": "https://10.0.0.1/hunter2", **SENDER}
        )
    assert "hunter2" not in str(refused.value)
    assert refused.value.__cause__ is None
