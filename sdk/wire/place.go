package wire

import (
	"github.com/spochub/spochub/sdk"
	pb "github.com/spochub/spochub/sdk/pluginpb"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

func toManifest(m sdk.Manifest) *pb.Manifest {
	return &pb.Manifest{
		Name: m.Name, Title: m.Title, Version: m.Version, MapVersion: m.MapVersion,
		Schema: list(m.Schema, toProperty), Can: m.Can, Webhook: toSignature(m.Webhook),
	}
}

func fromManifest(m *pb.Manifest) sdk.Manifest {
	return sdk.Manifest{
		Name: m.GetName(), Title: m.GetTitle(), Version: m.GetVersion(), MapVersion: m.GetMapVersion(),
		Schema: list(m.GetSchema(), fromProperty), Can: m.GetCan(), Webhook: fromSignature(m.GetWebhook()),
	}
}

func toProperty(p settings.Property) *pb.Property {
	return &pb.Property{
		Name: p.Name, Title: p.Title, Help: p.Help, Default: p.Default, Example: p.Example,
		Type: p.Type, Enum: p.Enum, Required: p.Required,
	}
}

func fromProperty(p *pb.Property) settings.Property {
	return settings.Property{
		Name: p.GetName(), Title: p.GetTitle(), Help: p.GetHelp(), Default: p.GetDefault(), Example: p.GetExample(),
		Type: p.GetType(), Enum: p.GetEnum(), Required: p.GetRequired(),
	}
}

func toSignature(s sdk.Signature) *pb.Signature {
	return &pb.Signature{Scheme: s.Scheme, Header: s.Header, Prefix: s.Prefix, IdHeader: s.IDHeader}
}

func fromSignature(s *pb.Signature) sdk.Signature {
	return sdk.Signature{Scheme: s.GetScheme(), Header: s.GetHeader(), Prefix: s.GetPrefix(), IDHeader: s.GetIdHeader()}
}

func toPlace(p sdk.Place) *pb.Place {
	return &pb.Place{
		Self: toActor(p.Self), Dedicated: p.Dedicated, Containers: list(p.Containers, toContainer), Can: p.Can,
		History: table[string](p.History, same[bool]),
		Tick:    toDuration(p.Tick), Settle: toDuration(p.Settle), Late: toDuration(p.Late),
		Holds: texts[string](p.Holds), Together: list(p.Together, toFields), Limits: table[string](p.Limits, toLimit), Private: p.Private, ServerTime: toTime(p.ServerTime),
		Problems: list(p.Problems, toProblem), Expires: toTime(p.Expires), Adds: list(p.Adds, toAddition),
	}
}

func fromPlace(p *pb.Place) sdk.Place {
	return sdk.Place{
		Self: fromActor(p.GetSelf()), Dedicated: p.GetDedicated(), Containers: list(p.GetContainers(), fromContainer), Can: p.GetCan(),
		History: table[sdk.Field](p.GetHistory(), same[bool]),
		Tick:    p.GetTick().AsDuration(), Settle: p.GetSettle().AsDuration(), Late: p.GetLate().AsDuration(),
		Holds: texts[sdk.Field](p.GetHolds()), Together: list(p.GetTogether(), fromFields), Limits: table[sdk.Field](p.GetLimits(), fromLimit), Private: p.GetPrivate(), ServerTime: fromTime(p.GetServerTime()),
		Problems: list(p.GetProblems(), fromProblem), Expires: fromTime(p.GetExpires()), Adds: list(p.GetAdds(), fromAddition),
	}
}

func toProblem(p sdk.Problem) *pb.Problem {
	return &pb.Problem{Lacks: p.Lacks, What: p.What, Mend: p.Mend}
}

func fromProblem(p *pb.Problem) sdk.Problem {
	return sdk.Problem{Lacks: p.GetLacks(), What: p.GetWhat(), Mend: p.GetMend()}
}

func toFields(f []sdk.Field) *pb.Fields   { return &pb.Fields{Fields: texts[string](f)} }
func fromFields(f *pb.Fields) []sdk.Field { return texts[sdk.Field](f.GetFields()) }

func toContainer(c sdk.Container) *pb.Container {
	return &pb.Container{Id: c.ID, Key: c.Key, Name: c.Name, Public: c.Public, Customers: c.Customers}
}

func fromContainer(c *pb.Container) sdk.Container {
	return sdk.Container{ID: c.GetId(), Key: c.GetKey(), Name: c.GetName(), Public: c.GetPublic(), Customers: c.GetCustomers()}
}

func toAddition(a sdk.Addition) *pb.Addition { return &pb.Addition{Name: a.Name, Value: a.Value} }
func fromAddition(a *pb.Addition) sdk.Addition {
	return sdk.Addition{Name: a.GetName(), Value: a.GetValue()}
}

func toLimit(l sdk.Limit) *pb.Limit { return &pb.Limit{Max: int64(l.Max), Unit: l.Unit, Form: l.Form} }
func fromLimit(l *pb.Limit) sdk.Limit {
	return sdk.Limit{Max: int(l.GetMax()), Unit: l.GetUnit(), Form: l.GetForm()}
}

func toCode(c sdk.Code) *pb.Code {
	return &pb.Code{Field: string(c.Field), Native: string(c.Native), Name: c.Name, Value: c.Value, Write: c.Write}
}

func fromCode(c *pb.Code) sdk.Code {
	return sdk.Code{Field: sdk.Field(c.GetField()), Native: sdk.Native(c.GetNative()), Name: c.GetName(), Value: c.GetValue(), Write: c.GetWrite()}
}

func toTally(t rest.Tally) *pb.Tally {
	return &pb.Tally{
		Calls:   table[string](t.Calls, func(n int) int64 { return int64(n) }),
		Limited: t.Limited, Left: int64(t.Left), Reset_: toTime(t.Reset),
	}
}

func fromTally(t *pb.Tally) rest.Tally {
	return rest.Tally{
		Calls:   table[string](t.GetCalls(), func(n int64) int { return int(n) }),
		Limited: t.GetLimited(), Left: int(t.GetLeft()), Reset: fromTime(t.GetReset_()),
	}
}
