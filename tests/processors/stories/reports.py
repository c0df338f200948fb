"""Reports of our own, each of another event, as they could come within one hour: nothing of them is one story.

The first three are of the same kind as three of the demo's.
"""

from __future__ import annotations

UNRELATED = (
    (
        "Consulates in Seattle and Yekaterinburg to open again",
        "Sergey Lavrov and Marco Rubio agreed that the consulates in Seattle and Yekaterinburg open again in"
        " spring, the State Department said. Each may employ forty people, and visas will be issued there from"
        " May.",
    ),
    (
        "US Treasury puts sanctions on Russian tanker owner",
        "The US Treasury put sanctions on a shipping firm from Novorossiysk and on nine of its tankers. The"
        " Kremlin called the step unlawful and promised that oil would find other ways.",
    ),
    (
        "NASA and Roscosmos trade seats again",
        "NASA and Roscosmos signed a paper under which an American flies on the next Soyuz and a Russian"
        " cosmonaut on the next Dragon. No money changes hands, the agencies said.",
    ),
    (
        "FBI arrests Russian programmer over hospital hacks",
        "Agents of the FBI arrested a Russian programmer at the airport of Boston. Prosecutors say that he locked"
        " the computers of eleven American hospitals and asked for ransom.",
    ),
    (
        "American fighters meet Russian bombers off Alaska",
        "Two American F-16 took off when Russian Tu-95 bombers came near Alaska, NORAD said. The bombers stayed"
        " in international airspace and turned back over the Bering Sea.",
    ),
    (
        "Moscow court gives American teacher nine years",
        "A court in Moscow sentenced an American teacher to nine years in a penal colony for cannabis in his"
        " luggage. The US embassy asked for his release on grounds of health.",
    ),
    (
        "Ambassador Antonov protests over dachas in Maryland",
        "Anatoly Antonov handed a note to the State Department in which Russia asks for the return of its estates"
        " in Maryland and New York, closed since the expulsions.",
    ),
    (
        "Senate bans Russian uranium",
        "The US Senate passed a ban on uranium from Russia with waivers until 2028. Rosatom said that American"
        " power plants would pay for it.",
    ),
    (
        "Ryabkov: inspectors of New START will not return",
        "Deputy Foreign Minister Sergei Ryabkov said that American inspectors will not come back to Russian"
        " missile bases as long as Washington wants Russia's defeat.",
    ),
    (
        "Nebenzya and US envoy clash over Syria in Security Council",
        "Vasily Nebenzya vetoed an American draft on aid for Idlib. The US envoy called the veto shameful; the"
        " Russian said that the text had ignored Damascus.",
    ),
    (
        "Exxon sues Russia over its part of Sakhalin",
        "Exxon Mobil took Russia to arbitration over the thirty per cent of the Sakhalin-1 field that a decree"
        " took from it. The company wants four billion dollars.",
    ),
    (
        "Putin thanks Trump for warning of attack in Petersburg",
        "Vladimir Putin called Donald Trump to thank him for a tip from the CIA with which the FSB stopped"
        " bombers in Saint Petersburg, the Kremlin said.",
    ),
    (
        "US holds Russian airliner in Anchorage, Moscow demands it back",
        "American customs officers seized a Russian cargo airliner in Anchorage for a broken export licence. The"
        " Russian Foreign Ministry summoned the American chargé and demanded the machine back.",
    ),
    (
        "US orders RT to register as foreign agent, Moscow threatens CNN",
        "The US Justice Department ordered the American branch of the Kremlin's channel RT to register as a"
        " foreign agent. Russia's Foreign Ministry threatened the same to American media in Moscow.",
    ),
    (
        "Boeing may buy Russian titanium again",
        "The Commerce Department gave Boeing a licence to buy titanium from VSMPO-Avisma for two years. The Urals"
        " plant welcomed the decision.",
    ),
    (
        "Russia expels ten American diplomats",
        "Russia declared ten employees of the US embassy unwanted and gave them a week. It is the answer to the"
        " expulsion of as many from Washington, the Foreign Ministry said.",
    ),
)
