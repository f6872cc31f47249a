import pytest
from tests.site_content import make_choice, publish
pytestmark = pytest.mark.django_db

def test_x(client):
    choice = make_choice(10, 2, texts={"tr":"Kamu ile görüşüyoruz.", "en":"We meet."})
    publish(choice); publish(choice, "en", heading="We meet")
    for url in ["/", "/tr/", "/en/", "/ar/", "/tr/10-2/", "/ar/10-2/", "/api/v1/", "/api/v1/guidance/?locale=ar", "/api/v1/guidance/10/2/?locale=en", "/tr/yok/", "/api/v1/openapi.json"]:
        r = client.get(url)
        print(url, r.status_code, r.headers)
        print(r.content.decode()[:6000])
    r = client.get("/tr/10-2/", follow=True)
    print(r.content.decode())
    assert 0
