package org.panjika.engine;

import jakarta.ws.rs.core.Response.Status;
import java.beans.FeatureDescriptor;
import java.lang.reflect.InvocationTargetException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.impl.el.VariableContextElResolver;
import org.camunda.bpm.engine.impl.el.VariableScopeElResolver;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.impl.juel.jakarta.el.ArrayELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.CompositeELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ELContext;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.ListELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MapELResolver;
import org.camunda.bpm.impl.juel.jakarta.el.MethodNotFoundException;
import org.panjika.engine.model.Vocabulary;

/**
 * Expressions reach variables and the words lent to models, nothing else: no getters, no reflection, no other beans. Outside
 * a running case, that is in a query or a stored filter, only the words filters need are evaluated (CVE-2026-109432).
 */
class GuardedExpressions extends JuelExpressionManager {

    private static final Set<String> IN_QUERIES = Set.of("${currentUser()}", "${currentUserGroups()}", "${now()}");

    private final Vocabulary vocabulary;

    GuardedExpressions(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public Expression createExpression(String text) {
        ensureInitialized();
        return new JuelExpression(createValueExpression(text), this, text) {
            @Override
            public Object getValue(VariableScope scope, BaseDelegateExecution execution) {
                if (scope == null && !isLiteralText() && !IN_QUERIES.contains(text.replace(" ", ""))) {
                    throw new InvalidRequestException(Status.BAD_REQUEST, "this expression is not allowed in a query");
                }
                return super.getValue(scope, execution);
            }
        };
    }

    @Override
    protected ELResolver createElResolver() {
        var resolver = new CompositeELResolver();
        resolver.add(new Words());
        resolver.add(new VariableScopeElResolver());
        resolver.add(new VariableContextElResolver());
        resolver.add(new ArrayELResolver(true));
        resolver.add(new ListELResolver(true));
        resolver.add(new MapELResolver(true));
        return resolver;
    }

    /** Beans come before variables, so that no variable can stand in for one. */
    private class Words extends ELResolver {

        @Override
        public Object getValue(ELContext context, Object base, Object property) {
            var name = String.valueOf(property);
            if (base == null && vocabulary.hasBean(name)) {
                context.setPropertyResolved(true);
                return vocabulary.bean(name);
            }
            if (base instanceof DelegateExecution execution && Vocabulary.EXECUTION.contains(name)) {
                context.setPropertyResolved(true);
                return name.equals("processInstanceId")
                        ? execution.getProcessInstanceId()
                        : execution.getProcessBusinessKey();
            }
            return null;
        }

        @Override
        public Object invoke(ELContext context, Object base, Object method, Class<?>[] types, Object[] given) {
            if (base == null) return null;
            var name = String.valueOf(method);
            var count = given == null ? 0 : given.length;
            var found = Vocabulary.methods(base, name).stream()
                    .filter(m -> m.getParameterCount() == count)
                    .findFirst()
                    .orElseThrow(() -> new MethodNotFoundException("models may not call " + name));
            var arguments = new Object[count];
            for (var i = 0; i < count; i++) {
                arguments[i] = expressionFactory.coerceToType(given[i], found.getParameterTypes()[i]);
            }
            try {
                found.setAccessible(true);
                context.setPropertyResolved(true);
                return found.invoke(base, arguments);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof RuntimeException cause) throw cause;
                throw new ELException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new ELException(e);
            }
        }

        @Override
        public Class<?> getType(ELContext context, Object base, Object property) {
            return null;
        }

        @Override
        public void setValue(ELContext context, Object base, Object property, Object value) {}

        @Override
        public boolean isReadOnly(ELContext context, Object base, Object property) {
            return true;
        }

        @Override
        public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
            return Collections.emptyIterator();
        }

        @Override
        public Class<?> getCommonPropertyType(ELContext context, Object base) {
            return Object.class;
        }
    }
}
