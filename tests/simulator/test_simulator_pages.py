"""What only shows when the client and the simulator work together: pages, counts in messages, lists of objects."""


async def test_a_listing_comes_in_pages_of_the_size_that_was_asked_for(serve):
    async with serve() as (simulator, wolkvox):
        stored = [item.name async for item in wolkvox.storage.list_files(limit=2)]
        pages = [each for each in simulator.ledger.requests if each.api == "list_files"]
        assert len(stored) == len(set(stored)) > 2
        assert len(pages) == -(-len(stored) // 2)
        assert stored == [item.name async for item in wolkvox.storage.list_files()]


async def test_all_messages_of_a_chat_come(serve):
    async with serve() as (simulator, wolkvox):
        [chat] = await wolkvox.whatsapp.conversations_today_by_customer(chat_id="100")
        assert len(chat.conversacion) == len({each.fecha_hora for each in chat.conversacion}) == 23
        assert simulator.ledger.calls("sales-co") == 3


async def test_confirmations_say_how_many_and_which(serve):
    async with serve() as (_, wolkvox):
        added = await wolkvox.configuration.add_dnc(type_call="outbound", telephones=["573001112233", "573001112234"])
        assert added.msg == "2 telephones were added"
        started = await wolkvox.campaign.start(campaign_id="32841")
        assert started.msg == "The 32841 campaign_id has been started successfully"
