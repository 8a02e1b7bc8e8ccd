package org.panjika.engine.model;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.panjika.models.UsableInModels;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/** The words models may use: the beans and methods marked {@link UsableInModels}. */
@Component
public class Vocabulary {

    /** What a model may ask of the execution itself. */
    public static final Set<String> EXECUTION = Set.of("processBusinessKey", "processInstanceId");

    public static final Set<String> FUNCTIONS = Set.of("now", "currentUser", "currentUserGroups");

    /** What is lent of a class by name; a model asks for it each time it is walked. */
    private static final ClassValue<Map<String, List<Method>>> LENT = new ClassValue<>() {
        @Override
        protected Map<String, List<Method>> computeValue(Class<?> type) {
            if (!AnnotatedElementUtils.hasAnnotation(type, UsableInModels.class)) return Map.of();
            return Arrays.stream(type.getMethods())
                    .filter(m -> AnnotatedElementUtils.hasAnnotation(m, UsableInModels.class))
                    .collect(Collectors.groupingBy(Method::getName));
        }
    };

    private final ListableBeanFactory beans;
    private volatile Set<String> names;

    Vocabulary(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** Whether there is such a bean. Asked for only when models are read, when all beans are known. */
    public boolean hasBean(String name) {
        if (names == null) names = Set.of(beans.getBeanNamesForAnnotation(UsableInModels.class));
        return names.contains(name);
    }

    public Object bean(String name) {
        return beans.getBean(name);
    }

    public boolean hasMethod(String bean, String method) {
        var type = beans.getType(bean);
        return type != null && !methods(type, method).isEmpty();
    }

    /** The methods of that name that models may call on the object: none unless its class and they are marked. */
    public static List<Method> methods(Object base, String name) {
        return methods(AopUtils.getTargetClass(base), name);
    }

    private static List<Method> methods(Class<?> type, String name) {
        return LENT.get(type).getOrDefault(name, List.of());
    }
}
