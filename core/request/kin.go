package request

import "slices"

// Suspect is what may have failed: services, and what services have in common.
type Suspect struct {
	Services         []ServiceID
	Components       []string
	Sites            []string
	RedundancyGroups []string
}

// None reports whether nothing is suspected.
func (s Suspect) None() bool {
	return len(s.Services)+len(s.Components)+len(s.Sites)+len(s.RedundancyGroups) == 0
}

// Kin is why a service may suffer from what failed: it is that very service, or
// shares a component, a redundancy group or a site.
type Kin struct {
	Kind    string // service, component, redundancy_group, site
	Name    string
	Service ServiceID // of the request
}

// Suspect is what a request is about, and what that consists of.
func (d *Directory) Suspect(r *Request) Suspect {
	var s Suspect
	for _, id := range r.services() {
		x := d.Services[id]
		s.Services = append(s.Services, id)
		s.Components = append(s.Components, x.Components...)
		if x.RedundancyGroup != "" {
			s.RedundancyGroups = append(s.RedundancyGroups, x.RedundancyGroup)
		}
		if x.Site != "" {
			s.Sites = append(s.Sites, x.Site)
		}
	}
	return s
}

// services lists the services that a request is about, each once.
func (r *Request) services() []ServiceID {
	var list []ServiceID
	if r.Service != "" {
		list = append(list, r.Service)
	}
	for _, a := range r.Affected {
		if !slices.Contains(list, a.Service) {
			list = append(list, a.Service)
		}
	}
	return list
}

// Kin lists why a service may suffer, the closest reason first; none if it does
// not.
func (d *Directory) Kin(id ServiceID, s Suspect) []Kin {
	var all []Kin
	add := func(kind, name string, suspected []string) {
		if name != "" && slices.Contains(suspected, name) {
			all = append(all, Kin{kind, name, id})
		}
	}
	if slices.Contains(s.Services, id) {
		all = append(all, Kin{"service", string(id), id})
	}
	x := d.Services[id]
	for _, c := range x.Components {
		add("component", c, s.Components)
	}
	add("redundancy_group", x.RedundancyGroup, s.RedundancyGroups)
	add("site", x.Site, s.Sites)
	return all
}

// KinOf lists why a request may suffer.
func (d *Directory) KinOf(r *Request, s Suspect) []Kin {
	var all []Kin
	for _, id := range r.services() {
		all = append(all, d.Kin(id, s)...)
	}
	return all
}

// Suffering lists the services that may suffer, in order.
func (d *Directory) Suffering(s Suspect) []ServiceID {
	list := slices.Clone(s.Services)
	for _, id := range sortedKeys(d.Services) {
		if !slices.Contains(s.Services, id) && len(d.Kin(id, s)) > 0 {
			list = append(list, id)
		}
	}
	return list
}
